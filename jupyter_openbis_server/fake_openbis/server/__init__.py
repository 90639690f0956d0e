"""The HTTP server of the fake openBIS."""
