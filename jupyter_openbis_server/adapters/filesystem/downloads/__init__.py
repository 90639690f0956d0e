"""Downloaded data sets on the local disk."""
