"""The Jupyter server extension: routes, handlers, statuses, threads."""
