"""Read-only mode: every use case that changes openBIS is refused, also one that is added later."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from jupyter_openbis_server.domain.errors import ReadOnly
from jupyter_openbis_server.domain.shared.change_guard import ChangeGuard
from jupyter_openbis_server.domain.sync.keeping.keep_request import KeepRequest
from jupyter_openbis_server.domain.sync.request import Direction, SyncRequest
from jupyter_openbis_server.entrypoints.bootstrap import Container
from jupyter_openbis_server.entrypoints.settings import Settings, is_read_only
from jupyter_openbis_server.entrypoints.use_cases import UseCases

READING = {
    "connections": "all",
    "catalogue": "all",
    "files": "all",
    "downloads": "all",
    "research_objects": "all",
    "eln_archives": {"plan"},
    "mounts": "all",
    "diagnostics": "all",
    "uploads": {"plan"},
    "changes": {"plan", "plan_creation", "wait_until_available"},
    "confirmed_changes": set(),
    "object_files": {"options", "plan"},
    "sync": {"look", "plan", "show_plan", "show_state", "keeping"},
    "notebooks": {
        "plan_opening",
        "plan_publication",
        "save_requirements",
        "save_environment",
        "capture_requirements",
        "list_versions",
    },
}
"""The use cases that change nothing in openBIS but sessions and tokens. All others have to ask the guard first."""
CHANGING = {"connections.open_native_client"}
"""Use cases of bundles that else only read."""
ARGUMENTS = {
    "sync.run": ("lab", SyncRequest("/data", "1-1", Direction.UP)),
    "sync.start": ("lab", SyncRequest("/data", "1-1", Direction.BOTH)),
    "sync.keep": (KeepRequest("/data", "lab", "1-1", Direction.UP),),
    "sync.watch": ("lab", SyncRequest("/data", "1-1", Direction.BOTH), *["nothing"] * 3),
}
"""Arguments of use cases that change openBIS only on some requests; those of others do not matter."""
SERVICES = {"settings", "jobs", "forget_old_listings"}


@pytest.fixture(scope="module")
def use_cases() -> UseCases:
    return Container(settings=Settings(root_dir=Path("/"), read_only=True)).use_cases()


def bundles() -> Iterator[str]:
    yield from (each.name for each in fields(UseCases) if each.name not in SERVICES)


def reads(bundle: str, name: str) -> bool:
    reading = READING[bundle]
    return f"{bundle}.{name}" not in CHANGING and (reading == "all" or name in reading)


def changing(use_cases: UseCases) -> Iterator[tuple[str, Callable[..., object]]]:
    for bundle in bundles():
        for each in fields(getattr(use_cases, bundle)):
            if not reads(bundle, each.name):
                yield f"{bundle}.{each.name}", getattr(getattr(use_cases, bundle), each.name)


def test_every_bundle_is_known() -> None:
    assert set(bundles()) == READING.keys()


def test_use_cases_that_change_openbis_are_refused(use_cases: UseCases) -> None:
    found = dict(changing(use_cases))
    assert {
        "uploads.upload",
        "uploads.start",
        "changes.apply",
        "object_files.store",
        "notebooks.publish",
    } <= found.keys()
    for name, use_case in found.items():
        count = use_case.__call__.__code__.co_argcount - 1  # type: ignore[attr-defined]
        with pytest.raises(ReadOnly):
            use_case(*ARGUMENTS.get(name, ["nothing"] * count))
        assert use_case.guard == ChangeGuard(read_only=True), name  # type: ignore[attr-defined]


def test_use_cases_without_a_guard_have_none_that_they_ignore(use_cases: UseCases) -> None:
    """A use case that is listed as reading has no guard: the list is true."""
    for bundle in bundles():
        for each in fields(getattr(use_cases, bundle)):
            use_case = getattr(getattr(use_cases, bundle), each.name)
            if reads(bundle, each.name):
                assert not (is_dataclass(use_case) and hasattr(use_case, "guard")), f"{bundle}.{each.name}"


@pytest.mark.parametrize(
    ("value", "expected"), [("1", True), ("true", True), ("yes", True), ("0", False), ("", False), ("False", False)]
)
def test_environment_switches_changes_off(value: str, expected: bool) -> None:
    assert is_read_only({"OPENBIS_READ_ONLY": value}) is expected
    assert not is_read_only({})
