"""State of what a notebook has used and produced."""

import datetime as dt
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from jupyter_openbis_server.domain.catalogue.data_set import AFS, AFS_TYPE
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.downloads.local_downloads import VerifyDownloads
from jupyter_openbis_server.domain.errors import (
    Cancelled,
    InstanceUnreachable,
    InvalidPath,
    NothingToVerify,
    NotLoggedIn,
    UnknownConnection,
)
from jupyter_openbis_server.domain.jobs.find_local_copy import FindLocalCopy, RecordedUse
from jupyter_openbis_server.domain.jobs.jobs import Jobs
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.traces.notebook_trace import (
    MAX_HISTORIES,
    CopyState,
    TraceRequest,
    count_changed,
    newest_versions,
)
from jupyter_openbis_server.domain.traces.trace_notebook import TraceNotebook, VerifyLocalCopy
from jupyter_openbis_server.testing.fakes.jobs import MemoryJobListener, MemoryWorkQueue
from tests.unit.domain.conftest import NOON

FILE = "original/curve.csv"
NEAR = "/notebooks"


@pytest.fixture
def find(connections, folders) -> FindLocalCopy:
    return FindLocalCopy(connections, folders, Jobs(MemoryWorkQueue(), MemoryJobListener(), clock=lambda: NOON))


@pytest.fixture
def trace(connections, session_manager, data_sets, searches, data_store, folders, find, world) -> TraceNotebook:
    return TraceNotebook(connections, session_manager, data_sets, searches, data_store, folders, find)


@pytest.fixture
def verify(find, folders) -> VerifyLocalCopy:
    return VerifyLocalCopy(folders, find, VerifyDownloads(folders))


@pytest.fixture
def used(trace):
    """An action: trace one used data set."""

    def ask(perm_id: str, recorded: str | None = None):
        (found,) = trace("lab", TraceRequest(NEAR, (RecordedUse(perm_id, recorded),))).used
        return found

    return ask


def test_a_copy_near_the_notebook_is_present(used, download, perm_id):
    path = download("lab", perm_id, f"{NEAR}/data").path
    found = used(perm_id)
    assert (found.copy.state, found.copy.path, found.copy.missing_files) == (CopyState.PRESENT, path, 0)
    assert found.copy.downloaded == NOON
    assert found.data_set.name == "Plates"
    assert found.eln_url.startswith("https://openbis.example.org/openbis/webapp/eln-lims/")
    assert (found.changed_files, found.newer) == (None, None)


def test_a_copy_is_found_in_the_recorded_folder(used, download, perm_id):
    path = download("lab", perm_id, "/scratch").path
    assert used(perm_id).copy.state is CopyState.MISSING
    assert used(perm_id, path).copy.path == path


def test_a_copy_without_some_of_its_files_is_incomplete(used, download, perm_id, folders):
    path = download("lab", perm_id, NEAR).path
    del folders.files[f"{path}/{FILE}"]
    assert used(perm_id).copy.state is CopyState.INCOMPLETE
    assert used(perm_id).copy.missing_files == 1


def test_an_interrupted_download_is_incomplete(used, download, perm_id, folders):
    path = download("lab", perm_id, NEAR).path
    folders.manifests[path] = replace(folders.manifests[path], is_complete=False)
    assert used(perm_id).copy.state is CopyState.INCOMPLETE
    assert used(perm_id).copy.missing_files == 0


def test_a_link_out_of_the_folder_counts_as_missing(used, download, perm_id, folders, monkeypatch):
    path = download("lab", perm_id, NEAR).path
    folders.manifests[path] = replace(
        folders.manifests[path], files=(replace(folders.manifests[path].files[0], path="../x", renamed="../x"),)
    )
    assert used(perm_id).copy.missing_files == 1


def test_what_openbis_does_not_show_has_no_metadata(used, download, perm_id, openbis):
    download("lab", perm_id, NEAR)
    del openbis.data_sets[perm_id]
    found = used(perm_id)
    assert found.copy.state is CopyState.PRESENT
    assert (found.data_set, found.eln_url) == (None, "")


def test_all_data_sets_cost_one_request_and_the_folder_is_searched_once(trace, data_sets, folders, world, monkeypatch):
    asked, searched = [], []
    get_many, downloads = data_sets.get_many, folders.downloads
    monkeypatch.setattr(data_sets, "get_many", lambda session, ids: asked.append(ids) or get_many(session, ids))
    monkeypatch.setattr(folders, "downloads", lambda folder: searched.append(folder) or downloads(folder))
    used = tuple(map(RecordedUse, sorted(world.sample_data_sets)))
    found = trace("lab", TraceRequest(NEAR, used, (world.derived, used[0].perm_id)))
    assert [each.perm_id for each in found.used] == [each.perm_id for each in used]
    assert [each.perm_id for each in found.produced] == [world.derived, used[0].perm_id]
    assert all(each.data_set for each in (*found.used, *found.produced))
    assert all(each.copy is None for each in found.produced)
    assert (len(asked), searched) == (1, [NEAR])


def test_a_notebook_without_data_sends_no_request(trace, data_sets, monkeypatch):
    monkeypatch.setattr(data_sets, "get_many", None)
    assert trace("lab", TraceRequest(NEAR)).used == ()


@pytest.fixture
def versions(openbis, world) -> tuple[str, str]:
    """Two versions of one notebook, the older one first."""
    first, second = (
        openbis.add_data_set("RAW_DATA", world.sample, properties={"$HISTORY_ID": "7f3c"}) for _ in range(2)
    )
    return first.perm_id, second.perm_id


def test_an_older_version_of_a_publication_names_the_newest(trace, versions):
    older, newer = versions
    found = trace("lab", TraceRequest(NEAR, (RecordedUse(older),), (newer,)))
    assert found.used[0].newer.perm_id == newer
    assert found.produced[0].newer is None


def test_a_newer_version_is_found_that_the_notebook_does_not_know(trace, versions):
    older, newer = versions
    (found,) = trace("lab", TraceRequest(NEAR, produced=(older,))).produced
    assert found.newer.perm_id == newer


def test_few_searches_for_versions_are_sent(trace, openbis, world, searches, monkeypatch):
    queries = []
    search = searches.search
    monkeypatch.setattr(searches, "search", lambda *asked: queries.append(asked[1]) or search(*asked))
    published = [
        openbis.add_data_set("RAW_DATA", world.sample, properties={"$HISTORY_ID": f"h{number // 2}"}).perm_id
        for number in range(2 * MAX_HISTORIES + 2)
    ]
    trace("lab", TraceRequest(NEAR, produced=tuple(published)))
    assert len(queries) == MAX_HISTORIES


def test_versions_without_time_or_history_are_no_versions(openbis, world, versions):
    older, newer = (openbis.data_sets[each].data_set for each in versions)
    undated = replace(newer, registered=None)
    other = replace(newer, properties={"$HISTORY_ID": ("7f3c",)})
    for order in ((older, undated, other), (other, undated, older)):
        assert newest_versions(order) == {"7f3c": older}
    assert newest_versions((newer, older)) == newest_versions((older, newer)) == {"7f3c": newer}


@pytest.fixture
def mutable(openbis, download, perm_id) -> str:
    """A downloaded data set whose files can change."""
    openbis.change(perm_id, is_mutable=True)
    download("lab", perm_id, NEAR)
    return perm_id


def test_files_that_have_not_changed_since_are_counted_as_such(used, mutable):
    assert used(mutable).changed_files == 0


def test_changed_and_removed_files_are_counted(used, mutable, openbis):
    stored = openbis.data_sets[mutable]
    files = {path: content for path, content in stored.files.items() if path != "original/empty.txt"}
    openbis.data_sets[mutable] = replace(stored, files={**files, FILE: b"more", "original/new.txt": b"new"})
    assert used(mutable).changed_files == 2


def test_another_time_is_another_file(download, perm_id, folders):
    manifest = folders.manifests[download("lab", perm_id, NEAR).path]
    listed = [replace(each, modified=NOON) for each in manifest.files]
    assert count_changed(manifest, manifest.files) == 0
    assert count_changed(replace(manifest, files=tuple(listed)), listed) == 0
    assert count_changed(manifest, listed) == len(listed)
    later = [replace(each, modified=NOON + dt.timedelta(seconds=1)) for each in listed]
    assert count_changed(replace(manifest, files=tuple(listed)), later) == len(listed)


def test_files_that_openbis_does_not_list_now_are_not_called_changed(used, mutable, openbis):
    openbis.change(mutable, kind="LINK")
    assert used(mutable).changed_files is None


@pytest.mark.parametrize(
    ("owners", "owner"),
    [
        ({}, (EntityKind.SAMPLE, "/LAB/YEAST/PLATES", "showViewSamplePageFromPermId")),
        (
            {"sample": None, "experiment": "/LAB/YEAST/GROWTH"},
            (EntityKind.EXPERIMENT, "/LAB/YEAST/GROWTH", "showExperimentPageFromIdentifier"),
        ),
    ],
)
def test_files_in_afs_lead_to_their_owner(trace, openbis, perm_id, owners, owner):
    openbis.change(perm_id, data_store=AFS, type_code=AFS_TYPE, is_mutable=True, **owners)
    (found,) = trace("lab", TraceRequest(NEAR, produced=(perm_id,))).produced
    page = parse_qs(urlsplit(found.eln_url).query)["viewName"][0]
    assert (found.kind, found.identifier, page) == owner


def test_copies_are_known_while_openbis_is_down(trace, download, perm_id, openbis):
    download("lab", perm_id, NEAR)
    openbis.go_down()
    found = trace("lab", TraceRequest(NEAR, (RecordedUse(perm_id),), ("1-1",)))
    assert found.used[0].copy.state is CopyState.PRESENT
    assert found.produced[0].perm_id == "1-1"
    assert isinstance(found.problem, InstanceUnreachable)


def test_copies_are_known_without_a_login(trace, connections, perm_id):
    connections.change("lab", lambda now: replace(now, credentials=None))
    assert isinstance(trace("lab", TraceRequest(NEAR, (RecordedUse(perm_id),))).problem, NotLoggedIn)


def test_unknown_connection_is_refused(trace, verify, perm_id):
    with pytest.raises(UnknownConnection):
        trace("nowhere", TraceRequest(NEAR))
    with pytest.raises(UnknownConnection):
        verify("nowhere", RecordedUse(perm_id), NEAR)


def test_a_copy_is_compared_with_its_manifest(verify, download, perm_id, folders):
    path = download("lab", perm_id, f"{NEAR}/data").path
    assert verify("lab", RecordedUse(perm_id), NEAR).ok
    folders.files[f"{path}/{FILE}"] = b"TIME_H,OD600\n"
    found = verify("lab", RecordedUse(perm_id, path), "/other")
    assert [each.file.path for each in found.wrong] == [FILE]
    assert found.download.path == path


def test_only_the_copy_itself_is_verified(verify, download, perm_id, world, folders):
    path = download("lab", perm_id, NEAR).path
    other = next(iter(world.sample_data_sets - {perm_id}))
    download("lab", other, f"{path}/inner")
    assert verify("lab", RecordedUse(perm_id), NEAR).download.manifest.perm_id == perm_id


def test_there_is_nothing_to_verify_without_a_copy(verify, perm_id, world):
    with pytest.raises(NothingToVerify):
        verify("lab", RecordedUse(perm_id), NEAR)


def test_a_closed_folder_is_named(verify, perm_id, folders):
    folders.close("/closed")
    with pytest.raises(InvalidPath, match="/closed"):
        verify("lab", RecordedUse(perm_id, "/closed"), NEAR)


def test_a_verification_can_be_cancelled(verify, download, perm_id):
    download("lab", perm_id, NEAR)
    cancellation = Cancellation()
    cancellation.cancel()
    with pytest.raises(Cancelled):
        verify("lab", RecordedUse(perm_id), NEAR, cancellation)
