"""HTML copies of notebooks, made by nbconvert."""

from jupyter_openbis_server.adapters.nbconvert.pages import NbconvertPages

__all__ = ["NbconvertPages"]
