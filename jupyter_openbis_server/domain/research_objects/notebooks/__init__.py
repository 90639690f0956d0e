"""What notebooks say about themselves, and their parameters; nothing in them is trusted."""
