"""Notebooks: environments of their kernels, and publication."""
