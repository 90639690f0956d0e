"""The environment of a notebook's kernel: requirements.txt, runtime.txt, environment.yml."""
