"""Transfers of files: one package per protocol, and what they share."""
