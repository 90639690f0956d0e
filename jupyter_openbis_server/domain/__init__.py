"""The rules of the program: connections, sessions, data sets. Standard library only, no I/O, no framework."""
