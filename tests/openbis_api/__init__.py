"""openBIS's v3 API as data, and the check of requests against it."""
