"""Where the program is entered: Jupyter, the command line. Everything is wired in `container`."""
