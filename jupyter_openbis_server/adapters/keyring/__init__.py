"""The operating system's keyring, through the package of that name, which is an extra."""

from jupyter_openbis_server.adapters.keyring.token_keeper import KeyringTokens

__all__ = ["KeyringTokens"]
