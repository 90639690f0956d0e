"""Synchronising a folder again and again, as soon as files in it are complete."""
