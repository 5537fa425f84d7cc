"""Training of LoRA adapters: a lean packed loop, one process or many, that survives a kill."""
