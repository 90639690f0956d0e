"""Helpers that several adapters use. They import no adapter."""
