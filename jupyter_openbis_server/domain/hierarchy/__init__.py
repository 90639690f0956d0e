"""Spaces, projects, experiments, samples and data sets as folders, each with a unique name in the one above it."""
