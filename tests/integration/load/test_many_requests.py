"""Concurrent requests of many users."""

from pathlib import Path
from urllib.parse import quote

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.load.running import connection, running

AT_ONCE = 200


def test_200_requests_at_once_are_all_answered(tmp_path: Path):
    paths = [
        "openbis/conns",
        f"openbis/sample/lab/{quote(lab.WILD_TYPE, safe='')}",
        "openbis/datasetTypes/lab",
        "openbis/jobs",
        "api/status",
    ]
    with FakeOpenbis(users=lab.USERS) as openbis, running(tmp_path, [connection(openbis)]) as server:
        with server.grows_by_at_most(150):
            answers = server.ask_all([("GET", paths[number % len(paths)]) for number in range(AT_ONCE)])
        assert [answer.status_code for answer in answers] == [200] * AT_ONCE
        assert server.health()["waitingRequests"] == 0
