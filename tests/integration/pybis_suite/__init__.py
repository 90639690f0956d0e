"""pyBIS's own test suite, run against the fake openBIS."""
