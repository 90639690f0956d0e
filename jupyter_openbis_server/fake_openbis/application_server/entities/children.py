"""Children of samples and data sets: what a client sends about a parent is stored with its children."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from jupyter_openbis_server.fake_openbis.state.laboratory import Laboratory
from jupyter_openbis_server.fake_openbis.state.table import Table


def store_children(lab: Laboratory, table: Table[Any], parent: str, wanted: Iterable[str]) -> None:
    """Make exactly these samples or data sets the children of one.

    Args:
        lab: Where they are.
        table: The table of both.
        parent: PermId of the parent.
        wanted: PermIds of its children.
    """
    now = {child.key for child in table.find("parents", parent)}
    chosen = list(wanted)
    for key in [*(now - set(chosen)), *(key for key in chosen if key not in now)]:
        child = table.get(key)
        if child is not None:
            others = [each for each in child.parents if each != parent]
            lab.put(replace(child, parents=[*others, parent] if key in chosen else others))
