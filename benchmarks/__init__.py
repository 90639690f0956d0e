"""Benchmarks of transfers: this project compared with pyBIS, its predecessor, curl and aria2c.

`make bench`, or `python -m benchmarks --help`. Method and results: docs/performance.md.
"""
