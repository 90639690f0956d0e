"""The application server: the v3 API and the v1 query API."""
