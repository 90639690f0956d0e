"""What a notebook says about its kernel."""

from __future__ import annotations

from jupyter_openbis_server.adapters.notebook_json import notebook_in
from jupyter_openbis_server.domain.errors import NoKernelNamed


def kernel_named_in(path: str, content: bytes) -> str:
    """Return the name of the kernel spec. Raises NotANotebook, NoKernelNamed."""
    metadata = notebook_in(path, content).get("metadata")
    spec = metadata.get("kernelspec") if isinstance(metadata, dict) else None
    name = spec.get("name") if isinstance(spec, dict) else None
    if not isinstance(name, str) or not name:
        raise NoKernelNamed(path)
    return name
