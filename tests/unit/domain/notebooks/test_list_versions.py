"""Versions of a published notebook."""

from dataclasses import replace

import pytest

from jupyter_openbis_server.domain.errors import InvalidSearch, NotLoggedIn, UnknownConnection
from jupyter_openbis_server.domain.notebooks.publications.versions import MAX_VERSIONS, ListVersions


@pytest.fixture
def versions(connections, session_manager, searches, world) -> ListVersions:
    return ListVersions(session_manager, searches)


@pytest.fixture
def published(openbis, world):
    """An action: register data sets of a history id; returns their permIds, the oldest first."""

    def add(history_id: str, count: int) -> list[str]:
        added = (
            openbis.add_data_set("RAW_DATA", world.sample, properties={"$HISTORY_ID": history_id}) for _ in range(count)
        )
        return [each.perm_id for each in added]

    return add


def test_all_versions_are_listed_the_newest_first(versions, published):
    first, second, third = published("7f3c", 3)
    published("8e2d", 1)
    found = versions("lab", " 7f3c ")
    assert [each.perm_id for each in found.rows] == [third, second, first]
    assert found.total == 3
    assert found.url == "https://openbis.example.org"


def test_an_unknown_history_has_no_versions(versions, published):
    published("7f3c", 1)
    assert versions("lab", "7f3").rows == ()


def test_only_the_newest_of_many_versions_are_listed(versions, published):
    last = published("7f3c", MAX_VERSIONS + 1)[-1]
    found = versions("lab", "7f3c")
    assert (len(found.rows), found.total) == (MAX_VERSIONS, MAX_VERSIONS + 1)
    assert found.rows[0].perm_id == last


def test_a_blank_history_id_is_refused(versions):
    with pytest.raises(InvalidSearch):
        versions("lab", " ")


def test_a_login_is_needed(versions, connections):
    with pytest.raises(UnknownConnection):
        versions("other", "7f3c")
    connections.change("lab", lambda now: replace(now, credentials=None))
    with pytest.raises(NotLoggedIn):
        versions("lab", "7f3c")
