"""Programs that run in processes of their own, one without this project: nothing is imported here."""
