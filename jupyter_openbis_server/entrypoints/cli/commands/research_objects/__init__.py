"""Commands for research objects: export a notebook with all that belongs to it, and run one of anybody again."""
