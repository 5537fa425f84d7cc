"""Logs and catalogue to training set, LoRA adapter, exports and vLLM."""
