"""Connections: requests and responses."""
