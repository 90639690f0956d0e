"""Uploads: draft, validation, registration."""
