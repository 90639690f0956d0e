"""The contract of the port `DownloadExecutor`."""

from concurrent.futures import wait
from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_openbis_server.domain.downloads.bulk.download_report import OutcomeState
from jupyter_openbis_server.domain.downloads.bulk.ports import DownloadExecutor
from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.errors import DataSetNotFound
from jupyter_openbis_server.domain.shared.cancellation import Cancellation

_SECONDS = 60


class DownloadExecutorContract:
    """Fixtures.

    - `download_executor`: runs at least two downloads concurrently;
    - `perm_ids`: two or more data sets of the connection `lab`, which is ready for use.
    """

    @pytest.fixture
    def request_for_all(self, tmp_path: Path, perm_ids: tuple[str, ...]) -> DownloadRequest:
        return DownloadRequest(perm_ids, str(tmp_path / "data"))

    def test_each_download_has_its_outcome(
        self, download_executor: DownloadExecutor, request_for_all: DownloadRequest
    ) -> None:
        started = {
            perm_id: download_executor.start("lab", replace(request_for_all, perm_ids=(perm_id,)), Cancellation())
            for perm_id in request_for_all.perm_ids
        }
        assert wait(started.values(), _SECONDS).not_done == set()
        outcomes = [download_executor.outcome(perm_id, ended) for perm_id, ended in started.items()]
        assert [each.perm_id for each in outcomes] == list(request_for_all.perm_ids)
        assert {each.state for each in outcomes} == {OutcomeState.DONE}
        assert all(Path(path, ".openbis-dataset.json").exists() for each in outcomes for path in each.paths)
        download_executor.finish()

    def test_a_failure_is_an_outcome(
        self, download_executor: DownloadExecutor, request_for_all: DownloadRequest
    ) -> None:
        unknown = "20990101000000000-1"
        ended = download_executor.start("lab", replace(request_for_all, perm_ids=(unknown,)), Cancellation())
        assert wait([ended], _SECONDS).not_done == set()
        outcome = download_executor.outcome(unknown, ended)
        assert (outcome.perm_id, outcome.state) == (unknown, OutcomeState.FAILED)
        assert isinstance(outcome.error, DataSetNotFound)
        download_executor.finish()
