"""Files of samples (objects) and experiments (collections) in openBIS 7's file server: upload, delete, move."""
