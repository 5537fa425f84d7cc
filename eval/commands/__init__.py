"""One module a command: its arguments, its example, and its run."""
