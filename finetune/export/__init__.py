"""From a trained adapter to what is served: checkpoints, merged weights, reports, vLLM."""
