"""Sessions, instances, entities, data sets and types."""
