"""Carrying out plans."""
