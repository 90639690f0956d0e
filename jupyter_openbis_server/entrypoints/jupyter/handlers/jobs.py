"""Background transfers: start, list, show, cancel; and interrupted downloads."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar, TypeVar

from jupyter_server.auth.decorator import authorized
from marshmallow import Schema
from tornado.web import authenticated

from jupyter_openbis_server.domain.jobs.job import Job
from jupyter_openbis_server.entrypoints.jupyter.handlers.base import OpenbisHandler
from jupyter_openbis_server.entrypoints.jupyter.handlers.operation import Operation
from jupyter_openbis_server.entrypoints.jupyter.loop.workers import JOBS, Lane, folder_lane
from jupyter_openbis_server.entrypoints.schemas.downloads import (
    DownloadJobRequest,
    DownloadPlanResponse,
    FolderParams,
    UnfinishedDownloadsResponse,
)
from jupyter_openbis_server.entrypoints.schemas.jobs import JobResponse, JobsResponse
from jupyter_openbis_server.entrypoints.schemas.notebooks.publications import PUBLICATION_PLANS, PublishJobRequest
from jupyter_openbis_server.entrypoints.schemas.object_files import FileUploadJobRequest, FileUploadPlanResponse
from jupyter_openbis_server.entrypoints.schemas.sync.requests import SyncJobRequest
from jupyter_openbis_server.entrypoints.schemas.sync.responses import SyncPlanResponse
from jupyter_openbis_server.entrypoints.schemas.uploads import UploadJobRequest, UploadPlanResponse

_ACCEPTED = 202
R = TypeVar("R")


class JobsHandler(OpenbisHandler):
    """`openbis/jobs`: all transfers."""

    auth_resource = "jupyter_openbis_server:jobs"
    operations: ClassVar = {
        "get": Operation("List the transfers since the server began", JobsResponse, polled=True),
        "post": Operation(
            "Start a download, an upload (of a data set, or of files of a sample or experiment), a publication, or a "
            "synchronisation of a folder; or, with `dryRun`, answer (200) what it would do",
            JobResponse,
            body=(DownloadJobRequest, UploadJobRequest, FileUploadJobRequest, PublishJobRequest, SyncJobRequest),
            errors=(400, 401, 404, 500, 503),
            status=_ACCEPTED,
            also={
                200: (
                    DownloadPlanResponse,
                    UploadPlanResponse,
                    FileUploadPlanResponse,
                    *PUBLICATION_PLANS.values(),
                    SyncPlanResponse,
                )
            },
        ),
    }

    @authenticated
    @authorized
    async def get(self) -> None:
        """Respond with all transfers, oldest first."""
        jobs = await self.run_in_thread(JOBS, self.use_cases.jobs.all)
        await self.send(JobsResponse, {"jobs": jobs})

    @authenticated
    @authorized
    async def post(self) -> None:
        """Start a transfer of the body's `kind`, and respond with the job without waiting for it."""
        kinds = {
            "download": self._download,
            "upload": self._upload,
            "uploadFiles": self._upload_files,
            "publish": self._publish,
            "sync": self._synchronise,
        }
        await kinds[self.choice("kind", kinds)]()

    async def _download(self) -> None:
        body = self.parse(DownloadJobRequest)
        request, use_cases = DownloadJobRequest().request(body, self.root_dir), self.use_cases.downloads
        if body["dryRun"]:
            await self._send_plan(DownloadPlanResponse, use_cases.plan, body, request, [request.folder])
        else:
            await self._start(use_cases.start, body, request, folder_lane(request.folder), is_retried=True)

    async def _upload(self) -> None:
        body = self.parse(UploadJobRequest)
        request, use_cases = UploadJobRequest.request(body), self.use_cases.uploads
        if body["dryRun"]:
            await self._send_plan(UploadPlanResponse, use_cases.plan, body, request, _folders_of(request.files))
        else:
            await self._start(use_cases.start, body, request, is_retried=True)

    async def _upload_files(self) -> None:
        body = self.parse(FileUploadJobRequest)
        request, use_cases = FileUploadJobRequest.request(body), self.use_cases.object_files
        if body["dryRun"]:
            await self._send_plan(FileUploadPlanResponse, use_cases.plan, body, request, _folders_of(request.files))
        else:
            await self._start(use_cases.start, body, request, is_retried=True)

    async def _publish(self) -> None:
        body = self.parse(PublishJobRequest)
        request, use_cases = PublishJobRequest.publication(body), self.use_cases.notebooks
        if body["dryRun"]:
            folders = _folders_of((request.notebook, *request.upload.files))
            plan, schema = use_cases.plan_publication, PUBLICATION_PLANS[request.target]
            await self._send_plan(schema, plan, body, request.with_history(), folders)
        else:
            await self._start(use_cases.start_publication, body, request)

    async def _synchronise(self) -> None:
        body = self.parse(SyncJobRequest)
        request, use_cases = SyncJobRequest.request(body, self.root_dir), self.use_cases.sync
        if body["dryRun"]:
            await self._send_plan(SyncPlanResponse, use_cases.show_plan, body, request, [request.folder])
        else:
            await self._start(use_cases.start, body, request, folder_lane(request.folder), is_retried=True)

    async def _send_plan(
        self,
        schema: type[Schema],
        plan: Callable[[str, R], object],
        body: dict[str, Any],
        request: R,
        folders: Sequence[str],
    ) -> None:
        """Respond with what a job would do. It reads `folders`, which have to respond; the first one gives the lane."""
        await self.check_responding(folders)
        lane = Lane("plan", body["connection"], folder=next(iter(folders), ""))
        # without a local name: the thread that encodes the plan frees it
        await self.send_long(schema, await self.run_in_thread(lane, plan, body["connection"], request))

    async def _start(
        self,
        start: Callable[..., Job],
        body: dict[str, Any],
        request: R,
        lane: Lane = JOBS,
        **options: bool,
    ) -> None:
        known = {"key": body["key"], "owner": self.jupyter_user, "subjects": tuple(body["subjects"])}
        job = await self.run_in_thread(lane, start, body["connection"], request, **known, **options)
        self.set_status(_ACCEPTED)
        self.set_header("Location", f"{self.request.path.rstrip('/')}/{job.id}")
        await self.send(JobResponse, job)


class JobHandler(OpenbisHandler):
    """`openbis/jobs/<id>`: one transfer."""

    auth_resource = "jupyter_openbis_server:jobs"
    operations: ClassVar = {
        "get": Operation("Return the state of a transfer", JobResponse, errors=(404,), polled=True),
        "delete": Operation("Cancel a transfer; returns its new state", JobResponse, errors=(404,)),
    }

    @authenticated
    @authorized
    async def get(self, job_id: str) -> None:
        """Respond with its current state."""
        await self._send(await self.run_in_thread(JOBS, self.use_cases.jobs.get, job_id))

    @authenticated
    @authorized
    async def delete(self, job_id: str) -> None:
        """Cancel it. Complete files are kept, and partial files that can be resumed."""
        await self._send(await self.run_in_thread(JOBS, self.use_cases.jobs.cancel, job_id))

    async def _send(self, job: Job) -> None:
        """Send a job; a running one is polled and has no list of files yet."""
        if job.downloads or job.file_upload or job.sync:
            await self.send_long(JobResponse, job)
        else:
            await self.send(JobResponse, job)


class JobRetryHandler(OpenbisHandler):
    """`openbis/jobs/<id>/retry`: the next attempt of an interrupted transfer."""

    auth_resource = "jupyter_openbis_server:jobs"
    operations: ClassVar = {
        "post": Operation(
            "Try an interrupted transfer again now instead of at `nextAttempt`; any other is unchanged",
            JobResponse,
            errors=(404,),
        )
    }

    @authenticated
    @authorized
    async def post(self, job_id: str) -> None:
        """Queue the transfer if it waits to be tried again, and respond with it."""
        await self.send(JobResponse, await self.run_in_thread(JOBS, self.use_cases.jobs.retry_now, job_id))


class UnfinishedDownloadsHandler(OpenbisHandler):
    """`openbis/unfinished`: interrupted downloads, including those before a restart of the server."""

    auth_resource = "jupyter_openbis_server:jobs"
    operations: ClassVar = {
        "get": Operation(
            "Find downloads in a folder that were interrupted; to download the same again continues them",
            UnfinishedDownloadsResponse,
            query=FolderParams,
            errors=(400, 500, 503),
        )
    }

    @authenticated
    @authorized
    async def get(self) -> None:
        """Respond with the content of their manifests."""
        folder = os.path.join(self.root_dir, self.parse_query(FolderParams)["folder"])  # noqa: PTH118 - may be no path
        list_unfinished = self.use_cases.downloads.local.unfinished
        unfinished = await self.run_in_thread(folder_lane(folder), list_unfinished, folder)
        await self.send_long(UnfinishedDownloadsResponse, {"unfinished": unfinished})


def _folders_of(paths: Iterable[str]) -> list[str]:
    return [path.rpartition("/")[0] for path in paths]
