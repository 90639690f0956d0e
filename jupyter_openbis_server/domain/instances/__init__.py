"""openBIS installations: addresses, checks, credentials and sessions. Knows no registered connection."""
