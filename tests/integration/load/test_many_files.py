"""A data set of 50,000 files."""

from pathlib import Path

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_data_set
from tests.integration.load.running import connection, running

FOLDERS, FILES = 50, 1000


def large_data_set(openbis: FakeOpenbis) -> str:
    """Return the permId of a data set with folders of small files."""
    data_set = add_data_set(openbis.laboratory, "RAW_DATA", sample=lab.WILD_TYPE)
    for number in range(FOLDERS):
        folder = openbis.laboratory.store_path(data_set.perm_id) / "original" / f"run {number}"
        folder.mkdir(parents=True)
        for file in range(FILES):
            (folder / f"{file}.txt").write_bytes(b"%d" % file)
    return data_set.perm_id


def test_a_plan_and_a_download_of_few_files_need_bounded_memory(tmp_path: Path):
    with FakeOpenbis(users=lab.USERS) as openbis, running(tmp_path, [connection(openbis)]) as server:
        perm_id = large_data_set(openbis)
        wanted = {"kind": "download", "connection": "lab", "permIds": [perm_id], "folder": "data"}
        with server.grows_by_at_most(400):
            plan = server.ask("POST", "openbis/jobs", {**wanted, "dryRun": True})
            assert plan.status_code == 200, plan.text[:1000]
            assert sum(len(each["files"]) for each in plan.json()["dataSets"]) == FOLDERS * FILES
            job = server.ended(server.started(**wanted, files=["run 7/99?.txt"]))
        assert (job["state"], job["progress"]["files"]) == ("done", 10)
        found = sorted(path.name for path in server.root.rglob("*.txt"))
        assert found == [f"99{digit}.txt" for digit in range(10)]
