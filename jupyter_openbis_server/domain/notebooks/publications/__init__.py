"""Publication of a notebook as a data set."""
