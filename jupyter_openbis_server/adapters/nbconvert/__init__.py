"""Notebooks as pages, made by nbconvert."""

from jupyter_openbis_server.adapters.nbconvert.pages import NbconvertPages

__all__ = ["NbconvertPages"]
