"""Commands that show what is in openBIS."""
