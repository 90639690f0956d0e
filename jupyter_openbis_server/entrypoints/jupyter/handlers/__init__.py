"""One class per route: parse, call one use case, answer. Statuses are in `error_table`, threads in `workers`."""
