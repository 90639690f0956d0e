"""The file-transfer servlet ("fast download")."""
