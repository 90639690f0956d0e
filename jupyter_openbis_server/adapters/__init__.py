"""How the world does what the domain needs: one package per technology, each implementing ports."""
