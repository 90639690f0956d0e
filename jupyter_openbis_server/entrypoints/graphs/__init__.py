"""Lineages as texts and pictures. Names come from openBIS and notebooks: each format escapes them."""
