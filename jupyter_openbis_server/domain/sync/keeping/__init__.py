"""Folders that a server keeps in openBIS: it synchronises them as long as it runs, also after a restart."""
