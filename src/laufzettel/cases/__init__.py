"""Case, task and deadline: runs the process."""
