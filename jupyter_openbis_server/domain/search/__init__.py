"""Search for data sets, samples, experiments and projects."""
