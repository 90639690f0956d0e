"""Synchronisations: requests, plans, reports, kept folders and states of files."""
