"""Partial files: names, owners, received ranges, resume."""
