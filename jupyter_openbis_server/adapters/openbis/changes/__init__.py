"""Changes of entities, new samples and experiments, unarchiving."""
