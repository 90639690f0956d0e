"""Connects Jupyter to openBIS."""
