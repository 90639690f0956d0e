"""The files of a data set: tree, selection, byte ranges."""
