"""Model weights without torch: read a GGUF base, add an adapter, trim, quantise, write."""
