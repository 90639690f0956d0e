"""Safe access to folders and files: no links followed, atomic writes."""
