"""Conversations of every source, and the training examples made of them."""
