"""The citizens' entry: find a service, apply, pay, follow, receive."""
