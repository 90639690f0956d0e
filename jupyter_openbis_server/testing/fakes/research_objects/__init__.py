"""Fakes of the ports of research objects."""
