"""Preview of a file: text, table, image, page of a TIFF file, PDF document, or contents of an HDF5 file."""
