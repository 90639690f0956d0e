"""Logins that survive restarts of the program: tokens that are stored on this computer."""
