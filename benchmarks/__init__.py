"""How fast, how hungry and how polite transfers are: this project beside pyBIS, its predecessor, curl and aria2c.

`make bench`, or `python -m benchmarks --help`. How it is measured and what came out: docs/performance.md.
"""
