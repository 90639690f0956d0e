"""Objects on the wire: ids, fetch options, JSON beans, errors."""
