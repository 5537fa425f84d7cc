"""The commands of ``python -m finetune``."""
