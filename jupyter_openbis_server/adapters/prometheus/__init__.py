"""Metrics in Jupyter's `/metrics`."""

from jupyter_openbis_server.adapters.prometheus.observer import PrometheusObserver

__all__ = ["PrometheusObserver"]
