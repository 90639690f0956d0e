"""Readers of binary formats: images by Pillow, HDF5 by h5py, each file in a child process.

Nothing is imported here: the child process needs a part of the modules only, and a user waits for its start.
"""
