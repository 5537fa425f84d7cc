"""Named ranking factors, their weights, and the reasons shown."""
