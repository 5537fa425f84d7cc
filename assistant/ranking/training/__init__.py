"""Learning the ranking from the shop's own log: what was shown, and what became of it."""
