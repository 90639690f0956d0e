"""Notebooks: publications, environments, traces."""
