"""Options for a Jupyter server without the other extensions of this environment, which are half of its start."""

_OTHERS = ("jupyter_lsp", "jupyter_server_terminals", "jupyterlab", "jupytext", "notebook", "notebook_shim")
ONE_EXTENSION = [f"--ServerApp.jpserver_extensions={name}=False" for name in _OTHERS]
"""The tests of the front ends start theirs with all extensions."""
