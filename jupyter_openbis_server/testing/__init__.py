"""Support for tests of programs that use this package: in-memory fakes of all ports, and a pytest plugin."""
