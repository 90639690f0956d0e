"""Research objects: a notebook with its inputs, environment, outputs and authors, for others to read and run."""
