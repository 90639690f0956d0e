"""Benchmark of the panel in Chromium: `python -m benchmarks.panel --help`. Method and results: docs/performance.md."""
