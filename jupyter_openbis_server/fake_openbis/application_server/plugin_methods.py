"""The methods that create and change plugins; those that read or delete them are with all others."""

from dataclasses import replace
from typing import get_args

from jupyter_openbis_server.fake_openbis.application_server.entities.creating import creation_method
from jupyter_openbis_server.fake_openbis.application_server.entities.updating import new_value
from jupyter_openbis_server.fake_openbis.application_server.operations import operation
from jupyter_openbis_server.fake_openbis.state import entities as e
from jupyter_openbis_server.fake_openbis.state.context import Context
from jupyter_openbis_server.fake_openbis.state.laboratory import Laboratory
from jupyter_openbis_server.fake_openbis.wire.failures import UnreadableParameter, UserFailure, not_found
from jupyter_openbis_server.fake_openbis.wire.ids import as_objects, read_id
from jupyter_openbis_server.fake_openbis.wire.json_beans import Bean, Json
from jupyter_openbis_server.fake_openbis.wire.jsonrpc import Method
from jupyter_openbis_server.fake_openbis.wire.type_beans import plugin_id_bean


def plugin_methods(context: Context) -> dict[str, Method]:
    """Return the methods ``createPlugins`` and ``updatePlugins``."""

    def update(token: str, updates: Json) -> None:
        with operation(context, "updatePlugins", token), context.laboratory.lock:
            for wanted in as_objects(updates):
                _update(context.laboratory, wanted)

    return {"createPlugins": creation_method(context, "createPlugins", _create), "updatePlugins": update}


def _create(laboratory: Laboratory, user: str, creation: Json) -> Bean:
    name, kind = creation.get("name"), creation.get("entityKind")
    if not name:
        raise UserFailure("Name cannot be empty.")
    if name in laboratory.plugins:
        raise UserFailure(f"Plugin '{name}' already exists in the database and needs to be unique.")
    if creation.get("pluginType") not in get_args(e.PluginType):
        raise UnreadableParameter(f"Could not deserialize object.\nNo such plugin type: {creation.get('pluginType')}")
    plugin = e.Plugin(
        name=name,
        plugin_type=creation["pluginType"],
        entity_kinds=[kind] if kind else None,
        script=creation.get("script") or "",
        description=creation.get("description"),
        available=creation.get("available") is not False,
        registrator=user,
        registration_date=laboratory.now(),
    )
    return plugin_id_bean(laboratory.put(plugin).name)


def _update(laboratory: Laboratory, wanted: Json) -> None:
    given = read_id(wanted.get("pluginId"), "plugin")
    plugin = laboratory.plugins.get(given.text)
    if plugin is None:
        raise not_found(given.class_name, given.text)
    laboratory.put(
        replace(
            plugin,
            description=new_value(wanted.get("description"), plugin.description),
            script=new_value(wanted.get("script"), plugin.script),
            available=new_value(wanted.get("available"), plugin.available),
        )
    )
