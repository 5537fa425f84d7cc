"""One turn of conversation: intent, candidates, ranking, reply; profiles, promotions, events."""
