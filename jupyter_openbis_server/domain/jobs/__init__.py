"""Transfers in the background: queue, progress, cancellation."""
