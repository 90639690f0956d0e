"""Soak test: mixed traffic with random faults for a given time. `python -m soak --help`.

A real Jupyter server with the extension talks to the fake openBIS, which fails at random. At the end every downloaded
file must equal its source, every upload that was reported as done must exist exactly once, the files of samples must be
as their last changes left them, and nothing may have leaked.
"""
