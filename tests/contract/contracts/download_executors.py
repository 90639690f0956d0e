"""The contract of the port `DownloadCrew`."""

from concurrent.futures import wait
from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_openbis_server.domain.errors import DataSetNotFound
from jupyter_openbis_server.domain.model import Cancellation, DownloadRequest, OutcomeState
from jupyter_openbis_server.domain.ports import DownloadCrew

_SECONDS = 60


class DownloadCrewContract:
    """Fixtures.

    - `crew`: has two at a time at least;
    - `perm_ids`: two or more data sets of the connection `lab`, which is ready for use.
    """

    @pytest.fixture
    def request_for_all(self, tmp_path: Path, perm_ids: tuple[str, ...]) -> DownloadRequest:
        return DownloadRequest(perm_ids, str(tmp_path / "data"))

    def test_each_download_has_its_outcome(self, crew: DownloadCrew, request_for_all: DownloadRequest) -> None:
        started = {
            perm_id: crew.start("lab", replace(request_for_all, perm_ids=(perm_id,)), Cancellation())
            for perm_id in request_for_all.perm_ids
        }
        assert wait(started.values(), _SECONDS).not_done == set()
        outcomes = [crew.outcome(perm_id, ended) for perm_id, ended in started.items()]
        assert [each.perm_id for each in outcomes] == list(request_for_all.perm_ids)
        assert {each.state for each in outcomes} == {OutcomeState.DONE}
        assert all(Path(path, ".openbis-dataset.json").exists() for each in outcomes for path in each.paths)
        crew.finish()

    def test_a_failure_is_an_outcome(self, crew: DownloadCrew, request_for_all: DownloadRequest) -> None:
        unknown = "20990101000000000-1"
        ended = crew.start("lab", replace(request_for_all, perm_ids=(unknown,)), Cancellation())
        assert wait([ended], _SECONDS).not_done == set()
        outcome = crew.outcome(unknown, ended)
        assert (outcome.perm_id, outcome.state) == (unknown, OutcomeState.FAILED)
        assert isinstance(outcome.error, DataSetNotFound)
        crew.finish()
