"""Changes of metadata: properties, names and parents; new samples and experiments; files back from the archive."""
