"""Tools, their schemas, and where they are not registered."""

from importlib.metadata import distribution, requires
from pathlib import Path

import jsonschema
import pytest

from jupyter_openbis_server.entrypoints.bootstrap import Container
from jupyter_openbis_server.entrypoints.library.batch import bootstrap
from jupyter_openbis_server.entrypoints.mcp.limits import Limits
from jupyter_openbis_server.entrypoints.mcp.tool import Tool
from jupyter_openbis_server.entrypoints.mcp.tools.all_tools import tools_for
from jupyter_openbis_server.entrypoints.mcp.tools.local_files import LocalFolders
from jupyter_openbis_server.entrypoints.settings import Settings

READING = {"whoami", "search", "get", "list", "types", "lineage", "files", "preview", "read_table"}
ENTITIES, FILES = {"set", "create"}, {"upload", "publish"}


def tools(*folders: Path, write: bool = False) -> dict[str, Tool]:
    use_cases = Container(settings=Settings(root_dir=Path("/"), read_only=not write)).use_cases()
    return {each.name: each for each in tools_for(use_cases, "lab", LocalFolders(folders), Limits())}


def test_tools_are_those_that_are_allowed() -> None:
    assert tools().keys() == READING
    assert tools(Path("/data")).keys() == READING | {"download"}
    assert tools(write=True).keys() == READING | ENTITIES
    assert tools(Path("/data"), write=True).keys() == READING | {"download"} | ENTITIES | FILES


def test_read_only_mode_of_the_environment_wins(tmp_path: Path) -> None:
    use_cases = bootstrap(tmp_path, {"OPENBIS_READ_ONLY": "1"}, load=False, read_only=False)
    names = {each.name for each in tools_for(use_cases, "lab", LocalFolders((tmp_path,)), Limits())}
    assert names == READING | {"download"}


@pytest.mark.parametrize("tool", tools(Path("/data"), write=True).values(), ids=lambda tool: tool.name)
def test_schemas_are_valid_and_closed(tool: Tool) -> None:
    jsonschema.Draft202012Validator.check_schema(tool.input_schema)
    assert tool.input_schema["additionalProperties"] is False
    assert "$ref" not in str(tool.input_schema)
    assert tool.is_read_only == (tool.name in READING)
    assert tool.is_change == (tool.name in ENTITIES | FILES)
    assert len(tool.description) < 600


def test_nothing_is_registered_with_servers_without_authentication() -> None:
    groups = {each.group for each in distribution("jupyter-openbis-server").entry_points}
    assert "console_scripts" in groups
    assert not {each for each in groups if each.startswith("jupyter_server_mcp")}


def test_the_sdk_does_not_make_each_start_of_the_command_line_slow() -> None:
    """dependency-injector imports pydantic-settings if it is installed (docs/dependencies.md)."""
    required = requires("mcp") or []
    assert any(each.startswith("pydantic>") for each in required)
    assert not [each for each in required if each.startswith("pydantic-settings") and "extra" not in each]
