"""Entry points of the program: Jupyter, the command line, the library. They are wired in `bootstrap`."""
