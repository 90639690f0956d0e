"""JSON of searches."""
