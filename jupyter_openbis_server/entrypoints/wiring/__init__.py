"""Sub-containers of `bootstrap.Container`: adapters, services that all subjects share, and use cases by subject."""
