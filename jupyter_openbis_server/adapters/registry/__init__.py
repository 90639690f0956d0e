"""The registry of connections of this process."""
