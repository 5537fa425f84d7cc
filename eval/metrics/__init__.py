"""Ranking and slot metrics, one convention a file."""
