"""The command line."""

INTERRUPTED = 130
"""The exit status after Ctrl-C, as in shells. It is here because `main` must import no more than it needs."""
