"""Downloads of data sets: plan, manifest, resume, verify."""
