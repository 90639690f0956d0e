"""Create, update and delete entities and types."""
