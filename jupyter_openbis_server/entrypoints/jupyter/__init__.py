"""The Jupyter server extension: routes, bodies and answers, statuses, threads."""
