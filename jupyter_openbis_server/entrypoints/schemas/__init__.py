"""marshmallow schemas of requests and responses, shared by the HTTP API and the command line (`--json`)."""
