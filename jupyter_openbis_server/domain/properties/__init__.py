"""Property values and the types that define them."""
