"""The data store server: servlets and session workspace."""
