"""Mixed traffic with random faults, for as long as one likes: `python -m soak --help`.

A real Jupyter server with the extension talks to the fake openBIS, which fails at random. At the end every downloaded
byte must be the source's, every upload that was answered as done must exist exactly once, and nothing may have leaked.
"""
