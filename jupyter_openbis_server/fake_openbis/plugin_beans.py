"""Plugins on the wire: scripts that run on the server (openbis-protocol 3.6)."""

from . import entities as e
from .fetch_options import FetchOptions
from .ids import perm_id_bean
from .json_beans import Bean
from .person_beans import person_bean
from .translator import Translator

_ALL_KINDS = ("MATERIAL", "EXPERIMENT", "SAMPLE", "DATA_SET")


def plugin_id_bean(name: str) -> Bean:
    """The id of a plugin."""
    return perm_id_bean("as.dto.plugin.id.PluginPermId", name)


def plugin_bean(t: Translator, plugin: e.Plugin, options: FetchOptions) -> Bean:
    """A plugin; its ``script`` is a relation that has to be fetched."""
    registrator = t.laboratory.persons.get(plugin.registrator)
    return Bean(
        "as.dto.plugin.Plugin",
        {
            "fetchOptions": options.repeated(t.api_minor),
            "name": plugin.name,
            "permId": plugin_id_bean(plugin.name),
            "description": plugin.description,
            "registrator": t.one(person_bean, registrator, options["registrator"]),
            "registrationDate": plugin.registration_date,
            "pluginKind": "JYTHON",
            "entityKinds": list(_ALL_KINDS if plugin.entity_kinds is None else plugin.entity_kinds),
            "pluginType": plugin.plugin_type,
            "script": plugin.script if options["script"] is not None else None,
            "available": plugin.available,
        },
    )
