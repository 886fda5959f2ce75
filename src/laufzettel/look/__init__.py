"""What pages look like: base page, KERN components, styles. Knows no domain."""
