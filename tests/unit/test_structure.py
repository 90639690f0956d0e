"""The structure of the package: no import cycles, and packages of a size that `ls` shows at a glance."""

import ast
import sys
from collections import Counter
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.support.imports import imported_in

PACKAGE = "jupyter_openbis_server"
ROOT = Path(__file__).parents[2]
MAX_MODULES = 13


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in sorted((ROOT / PACKAGE).rglob("*.py"))}


def package_of(name: str, path: Path) -> str:
    return name if path.name == "__init__.py" else name.rpartition(".")[0]


def imports_of(name: str, path: Path) -> set[str]:
    found = imported_in(ast.parse(path.read_text(encoding="utf-8")), package_of(name, path))
    modules = (each if each in MODULES else each.rpartition(".")[0] for each in found)
    return {each for each in modules if each in MODULES} - {name}


def cycle_in(graph: dict[str, set[str]]) -> list[str]:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_modules_do_not_import_each_other_in_cycles():
    graph = {name: imports_of(name, path) for name, path in MODULES.items()}
    assert sum(map(len, graph.values())) > 1000
    assert cycle_in(graph) == []


def test_the_domain_imports_the_standard_library_only():
    domain = f"{PACKAGE}.domain"
    found = {
        (name, each)
        for name, path in MODULES.items()
        if name.startswith(domain)
        for each in imported_in(ast.parse(path.read_text(encoding="utf-8")), package_of(name, path))
    }
    assert len(found) > 1000
    others = {(name, each) for name, each in found if each.partition(".")[0] not in sys.stdlib_module_names}
    assert {(name, each) for name, each in others if not each.startswith(f"{domain}.")} == set()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import a.b", {"a.b"}),
        ("from a import b, c", {"a.b", "a.c"}),
        ("from . import b", {"p.q.b"}),
        ("from ..r import b", {"p.r.b"}),
        ("def f():\n    from a import b", {"a.b"}),
        ("if TYPE_CHECKING:\n    from a import b\nelse:\n    import c", {"c"}),
    ],
)
def test_imports_are_found_also_in_functions(source: str, expected: set[str]):
    assert set(imported_in(ast.parse(source), "p.q")) == expected


def test_a_cycle_is_found():
    assert set(cycle_in({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}})) == {"a", "b", "c"}


def test_packages_have_few_modules():
    sizes = Counter(name_of(path.parent) for path in MODULES.values() if path.name != "__init__.py")
    assert {name: size for name, size in sizes.items() if size > MAX_MODULES} == {}


def test_test_modules_do_not_import_each_other():
    modules = sorted((ROOT / "tests").rglob("test_*.py"))
    assert len(modules) > 300
    imports = {
        (path.name, each)
        for path in modules
        for each in imported_in(ast.parse(path.read_text(encoding="utf-8")), name_of(path.parent))
        if each.startswith("tests.") and any(part.startswith("test_") for part in each.split("."))
    }
    assert imports == set(), "move what they share into a module beside them, or to tests/support"


CACHED_PROPERTIES = {
    "jupyter_openbis_server.adapters.openbis.api.client",
    "jupyter_openbis_server.domain.files.file_tree",
    "jupyter_openbis_server.domain.workspace.exclusion",
    "jupyter_openbis_server.entrypoints.cli.context",
    "jupyter_openbis_server.fake_openbis.afs.owners",
    "jupyter_openbis_server.fake_openbis.wire.fetch_options",
}
"""Modules with properties that are computed in memory, or whose class has one instance in a process."""


def test_cached_properties_wait_for_no_folder_and_no_server():
    """Until Python 3.12, the instances of a class share the lock of a `cached_property`: one that hangs stops all."""
    using = {
        name
        for name, path in MODULES.items()
        if "functools.cached_property" in imported_in(ast.parse(path.read_text(encoding="utf-8")), name)
    }
    assert using == CACHED_PROPERTIES
