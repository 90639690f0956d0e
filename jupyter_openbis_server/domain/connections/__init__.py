"""Connections and their sessions: model, ports, session manager, logins."""
