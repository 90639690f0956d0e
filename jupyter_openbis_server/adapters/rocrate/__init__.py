"""Research objects as RO-Crates: the document `ro-crate-metadata.json`."""

from jupyter_openbis_server.adapters.rocrate.eln import RocrateElnReader
from jupyter_openbis_server.adapters.rocrate.reading import RocrateReader
from jupyter_openbis_server.adapters.rocrate.writing import RocrateWriter

__all__ = ["RocrateElnReader", "RocrateReader", "RocrateWriter"]
