"""Several operations in one request: ``executeOperations``, for the operations that read."""

import re
from typing import cast

from jupyter_openbis_server.fake_openbis.application_server.operations import operation
from jupyter_openbis_server.fake_openbis.application_server.search.reading import READABLES, reading_methods
from jupyter_openbis_server.fake_openbis.state.context import Context
from jupyter_openbis_server.fake_openbis.wire.failures import UnreadableParameter
from jupyter_openbis_server.fake_openbis.wire.ids import as_objects
from jupyter_openbis_server.fake_openbis.wire.json_beans import Bean, Json
from jupyter_openbis_server.fake_openbis.wire.jsonrpc import Method

_OPERATION = re.compile(r"as\.dto\.(?P<package>\w+)\.(?:get\.Get|search\.Search)(?P<plural>\w+)Operation")
_OPTIONS = "as.dto.operation.SynchronousOperationExecutionOptions"


def executing_methods(context: Context) -> dict[str, Method]:
    """Return the method that executes operations one after another, each as if it were called by itself."""
    methods = reading_methods(context)

    def execute(token: str, operations: Json, options: Json) -> Bean:
        with operation(context, "executeOperations", token):
            if not isinstance(options, dict) or options.get("@type") != _OPTIONS:
                raise UnreadableParameter(f"Could not deserialize object.\nOptions expected but got: {options}")
            results = [_result(methods, token, each) for each in as_objects(operations)]
            return Bean("as.dto.operation.SynchronousOperationExecutionResults", {"results": results})

    return {"executeOperations": execute}


def _result(methods: dict[str, Method], token: str, raw: Json) -> Bean:
    """Return what one operation gives.

    Raises:
        UnreadableParameter: when there is no such operation.
    """
    given = str(raw.get("@type"))
    kind = _OPERATION.fullmatch(given)
    if kind is None or kind["package"] not in [each.family for each in READABLES if each.plural == kind["plural"]]:
        raise UnreadableParameter(f"Could not resolve type id '{given}' as a subtype of `IOperation`")
    options = raw.get("fetchOptions")
    if ".search." in given:
        found = methods[f"search{kind['plural']}"](token, raw.get("criteria"), options)
        return Bean(f"{given}Result", {"message": f"{_simple_name(given)}Result", "searchResult": found})
    beans = cast("dict[str, Bean]", methods[f"get{kind['plural']}"](token, raw.get("objectIds"), options))
    ids = [bean.fields["permId"] for bean in beans.values()]
    message = f"{_simple_name(given)}Result {len(ids)} object(s)"
    return Bean(f"{given}Result", {"message": message, "ids": ids, "objects": list(beans.values())})


def _simple_name(type_name: str) -> str:
    return type_name.rpartition(".")[2]
