"""Folders whose new and changed files become data sets: for servers without a file server, and for instruments."""
