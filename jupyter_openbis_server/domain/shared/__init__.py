"""Modules shared by all subjects of the domain: cancellation, deadlines, progress, pages, secrets."""
