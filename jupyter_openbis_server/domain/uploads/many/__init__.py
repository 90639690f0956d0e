"""Uploads of many data sets from a table, with a journal."""
