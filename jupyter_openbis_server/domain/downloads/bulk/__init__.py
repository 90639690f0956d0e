"""Downloads of many data sets, several of them concurrently."""
