"""Shell completion of connections and data set types, without requests to openBIS."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import click
from jupyter_core.paths import jupyter_config_path

from jupyter_openbis_server.entrypoints.cli.options.common_options import CommonOptions


def connections(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Return the names of the connections in connection files and in the environment."""
    del context, parameter
    from jupyter_openbis_server.adapters.environment import EnvironmentConnection  # noqa: PLC0415 - on TAB only
    from jupyter_openbis_server.adapters.filesystem.connections.connection_files import ConnectionFiles  # noqa: PLC0415

    sources = (ConnectionFiles(tuple(map(Path, jupyter_config_path()))), EnvironmentConnection(os.environ))
    names = (each.name for source in sources for each in source.read().definitions)
    return _fitting(names, incomplete)


def type_codes(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Return the codes of data set types that `types` and `upload` have received last."""
    del parameter
    from jupyter_openbis_server.adapters.filesystem.type_codes import TypeCodes  # noqa: PLC0415 - on TAB only
    from jupyter_openbis_server.entrypoints.settings import type_codes_in, usual_data_folder  # noqa: PLC0415

    choices = context.find_object(CommonOptions)
    known = TypeCodes(type_codes_in(usual_data_folder())).of(choices.connection if choices else None)
    return _fitting(known, incomplete.upper())


def _fitting(names: Iterable[str], incomplete: str) -> list[str]:
    return [each for each in dict.fromkeys(names) if each.startswith(incomplete) and each.isprintable()]
