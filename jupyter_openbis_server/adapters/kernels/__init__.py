"""The Jupyter kernels of this host, started by jupyter_client."""

from jupyter_openbis_server.adapters.kernels.kernels import JupyterKernels

__all__ = ["JupyterKernels"]
