"""Promotions: what applies, to whom, for how much."""
