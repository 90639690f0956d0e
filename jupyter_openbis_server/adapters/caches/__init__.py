"""Caches of ports whose responses are expensive and stay valid for a while."""
