"""Terminal and JSON output of the command line."""
