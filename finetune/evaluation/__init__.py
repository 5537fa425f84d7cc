"""What training bought: the fine-tuned parser beside its base, the rules and its ablations."""
