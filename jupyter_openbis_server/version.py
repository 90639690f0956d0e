"""Version of this package, from the metadata of its installation. A separate module: reading it takes time."""

from importlib.metadata import version

VERSION = version("jupyter-openbis-server")
