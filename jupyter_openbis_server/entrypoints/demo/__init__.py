"""The main job in one command: an openBIS of its own, a Jupyter server with the extension, and every step printed."""
