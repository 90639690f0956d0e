"""The local file system: the workspace, downloads, connection files and tokens."""
