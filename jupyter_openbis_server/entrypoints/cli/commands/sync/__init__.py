"""The command `sync`."""
