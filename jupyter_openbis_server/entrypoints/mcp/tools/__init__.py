"""The tools: their arguments and what they do."""
