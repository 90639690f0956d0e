"""Search over openBIS's v3 API."""
