"""The Python library: `connect` and related functions, on the shared programs of the process."""
