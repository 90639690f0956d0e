"""The methods of a connection, by subject."""
