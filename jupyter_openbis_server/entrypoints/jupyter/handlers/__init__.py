"""Handlers, one class per route: parse, call one use case, respond. See also `error_table` and `workers`."""
