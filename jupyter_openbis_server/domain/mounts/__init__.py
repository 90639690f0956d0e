"""Mounts of data stores: mount and unmount."""
