"""Search: criteria, sorting, pages."""
