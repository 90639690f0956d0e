"""Commands that change metadata, create entities, and bring files back from the archive."""
