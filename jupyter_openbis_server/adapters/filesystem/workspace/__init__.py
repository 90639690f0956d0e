"""Jupyter's root folder and the files to upload."""
