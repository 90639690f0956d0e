"""openBIS's JSON-RPC services: client, response objects, capabilities of servers, pyBIS."""
