"""Tokens in the operating system's keyring, by the optional package `keyring`."""

from jupyter_openbis_server.adapters.keyring.token_store import KeyringTokens

__all__ = ["KeyringTokens"]
