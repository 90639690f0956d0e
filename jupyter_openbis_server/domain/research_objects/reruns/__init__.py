"""Reruns: a research object of anybody is executed again, and its outputs are compared."""
