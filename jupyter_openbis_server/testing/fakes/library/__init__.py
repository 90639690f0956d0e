"""Fakes of ports that only the Python library uses."""
