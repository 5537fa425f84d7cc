"""Shopper profiles and interest tags, from events."""
