"""Traces of notebooks: the state of what one has used and produced."""
