"""The file server (AFS) of openBIS 7: files of samples and experiments, and of data sets."""
