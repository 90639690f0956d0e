"""The use cases of each subject, with the services and adapters that they need."""
