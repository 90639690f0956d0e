"""Answers that only the API has, around those in `entrypoints.answers`."""

from __future__ import annotations

from typing import cast

from marshmallow import Schema, fields

from jupyter_openbis_server.domain.model import InstanceCheck, Session
from jupyter_openbis_server.entrypoints.answers.connections import ConnectionAnswer


class ConnectionsAnswer(Schema):
    """All connections."""

    status = fields.Constant(200, metadata={"type": "integer"})
    connections = fields.List(fields.Nested(ConnectionAnswer))
    notebook_dir = fields.String(metadata={"description": "Jupyter's root folder"})
    kernel_login = fields.Boolean(metadata={"description": "Whether kernels of this server can use the panel's login"})


class OneConnectionAnswer(Schema):
    """A connection after something was done with it."""

    status = fields.Constant(200, metadata={"type": "integer"})
    connection = fields.Nested(ConnectionAnswer)
    notebook_dir = fields.String(metadata={"description": "Jupyter's root folder"})
    kernel_login = fields.Boolean(metadata={"description": "Whether kernels of this server can use the panel's login"})


class KernelLoginAnswer(Schema):
    """A connection and its session."""

    status = fields.Constant(200, metadata={"type": "integer"})
    name = fields.String(attribute="instance.name")
    url = fields.String(attribute="instance.url")
    verify_certificates = fields.Boolean(attribute="instance.verify_certificates")
    ca_bundle = fields.String(attribute="instance.ca_bundle", allow_none=True)
    username = fields.String()
    token = fields.Function(
        lambda session: cast("Session", session).token.reveal(),
        metadata={"type": "string", "description": "Session token or personal access token; a secret"},
    )


class InstanceCheckAnswer(Schema):
    """What is known of an address before anybody logs in."""

    url = fields.String(attribute="instance.url", metadata={"description": "As a connection would use it"})
    reachable = fields.Function(
        lambda check: cast("InstanceCheck", check).api_version is not None,
        metadata={"type": "boolean", "description": "Whether openBIS answers there"},
    )
    version = fields.Constant(
        None, metadata={"type": "string", "description": "Of openBIS; null, since it tells only users"}
    )
    apiVersion = fields.Function(  # noqa: N815
        lambda check: ".".join(map(str, check.api_version)) if check.api_version else None,
        metadata={"type": ["string", "null"], "description": "Of its API, e.g. `3.6`"},
    )
    encrypted = fields.Boolean(attribute="is_encrypted")
    certificateChecked = fields.Boolean(attribute="is_certificate_checked")  # noqa: N815
    problem = fields.String(
        allow_none=True, metadata={"description": "Why a connection would not work, and what to do about it"}
    )
    code = fields.String(
        attribute="error.code",
        dump_default=None,
        allow_none=True,
        metadata={"description": "The problem's stable name for programs"},
    )


class DoneAnswer(Schema):
    """It is done."""

    status = fields.Constant(200, metadata={"type": "integer"})
    statusText = fields.String(metadata={"description": "One sentence for the user"})  # noqa: N815


class RequirementsAnswer(Schema):
    """What was written."""

    status = fields.Constant(200, metadata={"type": "integer"})
    files = fields.List(fields.String(), metadata={"description": "Paths relative to Jupyter's root folder"})


class HealthAnswer(Schema):
    """What an operator wants to know of an installation."""

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
