"""Fake of the search of openBIS."""
