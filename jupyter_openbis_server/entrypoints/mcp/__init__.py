"""An MCP server for assistants: tools and resources over the use cases. Only `server` imports the SDK (extra `mcp`)."""
