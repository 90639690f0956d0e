"""Changes of metadata, new samples and experiments, data sets from the archive, and types."""
