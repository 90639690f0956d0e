"""Health of an installation."""

from __future__ import annotations

from marshmallow import Schema, fields


class HealthResponse(Schema):
    """Health of an installation, for operators."""

    status = fields.Constant("ok", metadata={"type": "string"})
    version = fields.String()
    pybis = fields.String(metadata={"description": "Version of pyBIS"})
    sshfs = fields.Boolean(metadata={"description": "Whether the program sshfs was found"})
    ready = fields.Boolean(
        attribute="health.ready",
        metadata={"description": "Whether work is taken; no longer when Jupyter is about to end"},
    )
    runningJobs = fields.Integer(  # noqa: N815
        attribute="health.running_jobs", metadata={"description": "Transfers that run"}
    )
    waitingJobs = fields.Integer(  # noqa: N815
        attribute="health.waiting_jobs", metadata={"description": "Transfers that wait for their turn"}
    )
    threads = fields.Integer(metadata={"description": "Requests that are worked on, each in a thread"})
    waitingRequests = fields.Integer(metadata={"description": "Requests that wait for a thread"})  # noqa: N815
    connections = fields.Integer(
        attribute="health.connections", metadata={"description": "Connections that are registered"}
    )
    connected = fields.Integer(
        attribute="health.connected", metadata={"description": "Those with an open session, as far as is known"}
    )
