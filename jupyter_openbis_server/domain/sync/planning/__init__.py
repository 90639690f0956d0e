"""Comparison of both sides, and what follows from it."""
