"""The language model: embedded server, client, prompts, cache."""
