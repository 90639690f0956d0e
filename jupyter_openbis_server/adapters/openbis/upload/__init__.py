"""Uploads to the session workspace, and their registration as data sets."""
