"""The kernel named in a notebook."""

from __future__ import annotations

from jupyter_openbis_server.adapters.shared.notebook_json import notebook_in
from jupyter_openbis_server.domain.errors import KernelNotSpecified


def kernel_named_in(path: str, content: bytes) -> str:
    """Return the name of the kernel spec. Raises NotANotebook, KernelNotSpecified."""
    metadata = notebook_in(path, content).get("metadata")
    spec = metadata.get("kernelspec") if isinstance(metadata, dict) else None
    name = spec.get("name") if isinstance(spec, dict) else None
    if not isinstance(name, str) or not name:
        raise KernelNotSpecified(path)
    return name
