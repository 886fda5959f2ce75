"""Look-ups in registers, hand-over to specialist systems, robots."""
