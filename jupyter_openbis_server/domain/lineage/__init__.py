"""The lineage of samples and data sets: parents and children at any distance."""
