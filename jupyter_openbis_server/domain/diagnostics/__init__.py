"""Diagnostics: doctor, health, observation for logs and metrics."""
