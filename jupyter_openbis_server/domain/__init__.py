"""What the program is about: connections, sessions, data sets. Standard library only, no I/O, no framework."""
