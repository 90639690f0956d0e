"""Synchronisation of a local folder with the files of a sample or experiment in openBIS's file server."""
