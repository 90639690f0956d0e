"""The sample laboratory."""
