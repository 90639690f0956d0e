"""openBIS's v3 API as data, and the validation of requests."""
