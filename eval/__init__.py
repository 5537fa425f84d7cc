"""Offline evaluation: intents, search and logged sessions, with baselines and intervals."""
