"""Background transfers: start, list, show, cancel; and interrupted downloads."""

from __future__ import annotations

import os
from typing import ClassVar

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from jupyter_openbis_server.domain.jobs.job import Job
from jupyter_openbis_server.entrypoints.jupyter.handlers.base import OpenbisHandler
from jupyter_openbis_server.entrypoints.jupyter.handlers.operation import Operation
from jupyter_openbis_server.entrypoints.jupyter.loop.workers import JOBS, Lane, folder_lane
from jupyter_openbis_server.entrypoints.jupyter.request_errors import BadRequest
from jupyter_openbis_server.entrypoints.schemas.downloads import (
    DownloadJobRequest,
    DownloadPlanResponse,
    FolderParams,
    UnfinishedDownloadsResponse,
)
from jupyter_openbis_server.entrypoints.schemas.jobs import JobResponse, JobsResponse
from jupyter_openbis_server.entrypoints.schemas.notebooks import PublicationPlanResponse, PublishJobRequest
from jupyter_openbis_server.entrypoints.schemas.uploads import UploadJobRequest, UploadPlanResponse

_ACCEPTED = 202


class JobsHandler(OpenbisHandler):
    """`openbis/jobs`: all transfers."""

    auth_resource = "jupyter_openbis_server:jobs"
    operations: ClassVar = {
        "get": Operation("List the transfers since the server began", JobsResponse, polled=True),
        "post": Operation(
            "Start a download or an upload, or publish a notebook; or, with `dryRun`, answer (200) what it would do",
            JobResponse,
            body=(DownloadJobRequest, UploadJobRequest, PublishJobRequest),
            errors=(400, 401, 404, 500, 503),
            status=_ACCEPTED,
            also={200: (DownloadPlanResponse, UploadPlanResponse, PublicationPlanResponse)},
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
        kinds = {"download": self._download, "upload": self._upload, "publish": self._publish}
        kind = self.json_object().get("kind")
        if not isinstance(kind, str) or kind not in kinds:
            raise BadRequest({"kind": f"must be one of: {', '.join(kinds)}"})
        await kinds[kind]()

    async def _download(self) -> None:
        body = self.parse(DownloadJobRequest)
        name, request = body["connection"], DownloadJobRequest().request(body, self.root_dir)
        if body["dryRun"]:
            await self.check_responding([request.folder])
            lane = _plan_lane(name, request.folder)
            # without a local name: the thread that encodes the plan frees it
            await self.send_long(
                DownloadPlanResponse, await self.run_in_thread(lane, self.use_cases.downloads.plan, name, request)
            )
            return
        lane, start = folder_lane(request.folder), self.use_cases.downloads.start
        await self._send_started(await self.run_in_thread(lane, start, name, request, body["key"], self.jupyter_user))

    async def _upload(self) -> None:
        body = self.parse(UploadJobRequest)
        name, request = body["connection"], UploadJobRequest.request(body)
        if body["dryRun"]:
            await self.check_responding(map(_folder_of, request.files))
            lane = _plan_lane(name, *map(_folder_of, request.files[:1]))
            await self.send_long(
                UploadPlanResponse, await self.run_in_thread(lane, self.use_cases.uploads.plan, name, request)
            )
            return
        start = self.use_cases.uploads.start
        await self._send_started(await self.run_in_thread(JOBS, start, name, request, body["key"], self.jupyter_user))

    async def _publish(self) -> None:
        body = self.parse(PublishJobRequest)
        name, request = body["connection"], PublishJobRequest.publication(body)
        if body["dryRun"]:
            await self.check_responding(map(_folder_of, (request.notebook, *request.upload.files)))
            lane, request = _plan_lane(name, _folder_of(request.notebook)), request.with_history()
            plan = self.use_cases.notebooks.plan_publication
            await self.send_long(PublicationPlanResponse, await self.run_in_thread(lane, plan, name, request))
            return
        start = self.use_cases.notebooks.start_publication
        await self._send_started(await self.run_in_thread(JOBS, start, name, request, body["key"], self.jupyter_user))

    async def _send_started(self, job: Job) -> None:
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
        if job.downloads:
            await self.send_long(JobResponse, job)
        else:
            await self.send(JobResponse, job)


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


def _plan_lane(name: str, folder: str = "") -> Lane:
    """Return the lane for plans of a connection that read one folder."""
    return Lane("plan", name, folder=folder)


def _folder_of(path: str) -> str:
    return path.rpartition("/")[0]
