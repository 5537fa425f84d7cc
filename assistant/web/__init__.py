"""The chat interface."""
