"""The API of the file server (AFS) of openBIS 7: address, requests, encodings, errors."""
