"""The built-in demo store, generated from hand-written material."""
