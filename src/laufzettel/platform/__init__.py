"""What every verb needs: permission, transaction, event, job, blob, provider registry."""
