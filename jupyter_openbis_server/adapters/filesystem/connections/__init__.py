"""Connection files and stored tokens."""
