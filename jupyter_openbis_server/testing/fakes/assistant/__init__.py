"""Fakes of the ports of assistants."""
