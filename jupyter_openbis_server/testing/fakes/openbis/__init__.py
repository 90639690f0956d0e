"""Fakes of the ports of openBIS, based on an in-memory instance."""
