"""Folders that are synchronised: their files, and what is known about them."""
