"""The commands of `jupyter openbis`, one module each."""
