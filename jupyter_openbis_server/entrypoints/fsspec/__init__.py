"""Data sets as an fsspec file system: `openbis://<connection>/<permId>/path`, and folders of entities to find them.

    import pandas as pd

    table = pd.read_csv("openbis://my lab/20230315101500001-1001/original/data.csv")

fsspec finds it by the entry point `openbis` of the group `fsspec.specs`; users need not import this package.
"""

from jupyter_openbis_server.entrypoints.fsspec.file_system import OpenbisFileSystem

__all__ = ["OpenbisFileSystem"]
