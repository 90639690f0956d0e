"""openBIS's tree and its data sets: browse, search, list, details."""
