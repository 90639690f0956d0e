"""Fakes of the ports of previews."""
