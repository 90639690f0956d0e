"""Use cases of registered connections: register, edit, log in, log out, list, save, delete."""
