"""States of local files and folders, from what is known on this computer."""
