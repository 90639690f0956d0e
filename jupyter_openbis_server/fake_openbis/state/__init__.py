"""The state of the fake openBIS: entities, data, sessions, settings."""
