"""The data store's plain servlet: one file per request."""
