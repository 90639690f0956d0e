"""What the program answers, as JSON: Jupyter's API and the command line (`--json`) share these schemas.

The OpenAPI document is made from them, and from `entrypoints.jupyter`'s `answers`, `job_answers` and `bodies`.
"""
