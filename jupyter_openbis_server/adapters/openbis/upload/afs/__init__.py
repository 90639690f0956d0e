"""Uploads to the file server (AFS) of openBIS 7, and other changes of its files."""
