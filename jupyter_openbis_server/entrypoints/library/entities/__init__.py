"""Entity objects: spaces, projects, collections, objects and data sets as Python objects."""
