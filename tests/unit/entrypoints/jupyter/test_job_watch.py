"""Job changes in the event loop, and events that match their schema."""

import asyncio
import datetime as dt
import json
import logging
import threading
from dataclasses import replace

import pytest
from jupyter_events import EventLogger

from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.downloads.download import DownloadRequest
from jupyter_openbis_server.domain.errors import DataSetNotFound, FieldProblem, InternalError, InvalidUpload
from jupyter_openbis_server.domain.jobs.job import Job, JobState
from jupyter_openbis_server.domain.notebooks.publications.publication import PublishRequest
from jupyter_openbis_server.domain.object_files.errors import FilesExist
from jupyter_openbis_server.domain.object_files.object_files import FileUpload, FileUploadRequest, StoredFile
from jupyter_openbis_server.domain.shared.progress import Amount, ProgressReport
from jupyter_openbis_server.domain.uploads.upload import Upload, UploadRequest
from jupyter_openbis_server.entrypoints.jupyter.loop.job_watch import SCHEMA_FILE, SCHEMA_ID, JobWatch

NOON = dt.datetime(2024, 1, 1, 12, tzinfo=dt.timezone.utc)
QUEUED = Job("7f", "lab", DownloadRequest(("1-1",), "/data"), NOON)
RUNNING = replace(
    QUEUED, state=JobState.RUNNING, started=NOON, progress=ProgressReport(Amount(1, 5), Amount(2, 10), 2.5)
)
DONE = replace(RUNNING, state=JobState.DONE, ended=NOON)
UPLOAD = UploadRequest("T", "/A/B/C", ("x",))
FILES = FileUploadRequest("/A/B/C", ("x",))
OWNER = Entity(EntityKind.SAMPLE, "3-3", "/A/B/C")


class Events:
    """Jupyter's event system with our schema, and what was emitted."""

    def __init__(self) -> None:
        self.emitted: list[dict] = []
        self._logger = EventLogger()
        self._logger.register_event_schema(SCHEMA_FILE)
        handler = logging.Handler()
        handler.emit = lambda record: self.emitted.append(json.loads(json.dumps(record.msg)))
        self._logger.register_handler(handler)

    def emit(self, *, schema_id: str, data: dict) -> object:
        return self._logger.emit(schema_id=schema_id, data=data)


@pytest.fixture
def events() -> Events:
    return Events()


async def watch(events: Events) -> JobWatch:
    return JobWatch(asyncio.get_running_loop(), events, logging.getLogger("test"))


def run(coroutine):
    return asyncio.run(asyncio.wait_for(coroutine, 10))


@pytest.mark.parametrize(
    "job",
    [
        QUEUED,
        RUNNING,
        DONE,
        replace(DONE, state=JobState.FAILED, error=DataSetNotFound("1-1")),
        replace(DONE, state=JobState.FAILED, error=InvalidUpload([FieldProblem("file", "is missing")])),
        replace(DONE, request=UPLOAD, upload=Upload("lab", "2-2", "https://x/?y"), key="click"),
        replace(
            DONE, request=FILES, file_upload=FileUpload("lab", OWNER, (StoredFile("x", 1, "c4"),), link="https://x")
        ),
        replace(DONE, state=JobState.FAILED, request=FILES, error=FilesExist(["x"])),
        replace(DONE, request=PublishRequest("x.ipynb", UPLOAD, history_id="7f3c"), upload=Upload("lab", "2-2")),
    ],
    ids=["queued", "running", "done", "failed", "invalid upload", "upload", "files", "conflict", "publication"],
)
def test_every_job_matches_the_schema_of_its_event(events: Events, job: Job) -> None:
    async def emit() -> None:
        (await watch(events)).changed(job)
        await asyncio.sleep(0)

    run(emit())
    (event,) = events.emitted
    assert (event["id"], event["state"], event["__schema__"]) == (job.id, job.state.value, SCHEMA_ID)


def test_waiting_for_the_end_returns_the_finished_job(events: Events) -> None:
    async def wait() -> Job:
        watching = await watch(events)

        async def get() -> Job:
            threading.Timer(0.01, lambda: [watching.changed(RUNNING), watching.changed(DONE)]).start()
            return QUEUED

        return await watching.wait_for_end("7f", get)

    assert run(wait()) == DONE


def test_waiting_for_a_finished_job_returns_at_once(events: Events) -> None:
    async def wait() -> Job:
        async def get() -> Job:
            return DONE

        return await (await watch(events)).wait_for_end("7f", get)

    assert run(wait()) == DONE


def test_several_callers_can_wait_and_one_can_be_cancelled(events: Events) -> None:
    async def wait() -> list[object]:
        watching = await watch(events)

        async def get() -> Job:
            return RUNNING

        waiting = [asyncio.ensure_future(watching.wait_for_end("7f", get)) for _ in range(3)]
        await asyncio.sleep(0)
        waiting[0].cancel()
        watching.changed(DONE)
        return await asyncio.gather(*waiting, return_exceptions=True)

    first, *others = run(wait())
    assert isinstance(first, asyncio.CancelledError)
    assert others == [DONE, DONE]


def test_internal_error_is_logged_with_its_traceback(events: Events, caplog: pytest.LogCaptureFixture) -> None:
    async def emit() -> None:
        failed = replace(DONE, state=JobState.FAILED, error=InternalError(KeyError("row")))
        (await watch(events)).changed(failed)
        await asyncio.sleep(0)

    run(emit())
    assert "KeyError: 'row'" in caplog.text


def test_job_that_ends_after_the_event_loop_is_ignored(events: Events) -> None:
    watching = run(watch(events))
    watching.changed(DONE)
    assert events.emitted == []
