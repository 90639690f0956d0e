"""Support modules that tests of several folders share."""
