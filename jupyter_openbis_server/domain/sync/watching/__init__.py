"""Synchronising a folder repeatedly, as soon as files in it are complete."""
