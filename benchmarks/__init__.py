"""What Aisle costs: time and memory, measured on the real parts. Not part of the package."""
