"""Folders that are synchronised with openBIS."""
