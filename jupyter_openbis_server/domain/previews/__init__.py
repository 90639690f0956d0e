"""Preview of a file: text, table or image."""
