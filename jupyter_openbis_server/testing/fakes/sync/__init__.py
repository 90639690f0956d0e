"""Fakes of the ports of synchronisations."""
