"""Transfers that run by themselves: start, list, look at, end; and downloads that were interrupted."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import ClassVar

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from jupyter_openbis_server.domain.model import Job
from jupyter_openbis_server.entrypoints.answers.transfers import (
    DownloadPlanAnswer,
    PublicationPlanAnswer,
    UploadPlanAnswer,
)
from jupyter_openbis_server.entrypoints.jupyter.bodies import DownloadJobBody, FolderQuery, UploadJobBody
from jupyter_openbis_server.entrypoints.jupyter.handlers.base import OpenbisHandler, Operation
from jupyter_openbis_server.entrypoints.jupyter.job_answers import JobAnswer, JobsAnswer, UnfinishedDownloadsAnswer
from jupyter_openbis_server.entrypoints.jupyter.job_bodies import PublishJobBody
from jupyter_openbis_server.entrypoints.jupyter.request_errors import BadRequest
from jupyter_openbis_server.entrypoints.jupyter.workers import JOBS, LOCAL, Lane

_ACCEPTED = 202


class JobsHandler(OpenbisHandler):
    """`openbis/jobs`: all transfers."""

    auth_resource = "jupyter_openbis_server:jobs"
    operations: ClassVar = {
        "get": Operation("List the transfers since the server began", JobsAnswer, polled=True),
        "post": Operation(
            "Start a download or an upload, or publish a notebook; or, with `dryRun`, answer (200) what it would do",
            JobAnswer,
            body=(DownloadJobBody, UploadJobBody, PublishJobBody),
            errors=(400, 401, 404, 500, 503),
            status=_ACCEPTED,
            also={200: (DownloadPlanAnswer, UploadPlanAnswer, PublicationPlanAnswer)},
        ),
    }

    @authenticated
    @authorized
    async def get(self) -> None:
        """Answer them, the first one first."""
        jobs = await self.off_the_loop(JOBS, self.container.list_jobs())
        await self.answer(JobsAnswer, {"jobs": jobs})

    @authenticated
    @authorized
    async def post(self) -> None:
        """Start what the body's `kind` says, and answer the job without waiting for it."""
        kinds = {"download": self._download, "upload": self._upload, "publish": self._publish}
        kind = self.json_object().get("kind")
        if not isinstance(kind, str) or kind not in kinds:
            raise BadRequest({"kind": f"must be one of: {', '.join(kinds)}"})
        await kinds[kind]()

    async def _download(self) -> None:
        body = self.body(DownloadJobBody)
        name, request = body["connection"], DownloadJobBody().request(body, self.container.workspace().root)
        if body["dryRun"]:
            plan = self.container.plan_download()
            await self.answer(
                DownloadPlanAnswer, await self.off_the_loop(Lane("plan", name), lambda: plan(name, request))
            )
            return
        start = self.container.start_download()
        await self._answer_started(lambda: start(name, request, body["key"], self.owner))

    async def _upload(self) -> None:
        body = self.body(UploadJobBody)
        name, request = body["connection"], UploadJobBody.request(body)
        if body["dryRun"]:
            plan = self.container.plan_upload()
            await self.answer(
                UploadPlanAnswer, await self.off_the_loop(Lane("plan", name), lambda: plan(name, request))
            )
            return
        start = self.container.start_upload()
        await self._answer_started(lambda: start(name, request, body["key"], self.owner))

    async def _publish(self) -> None:
        body = self.body(PublishJobBody)
        name, request = body["connection"], PublishJobBody.publication(body)
        if body["dryRun"]:
            plan = self.container.plan_publication()
            await self.answer(
                PublicationPlanAnswer,
                await self.off_the_loop(Lane("plan", name), lambda: plan(name, request.with_history())),
            )
            return
        start = self.container.start_publication()
        await self._answer_started(lambda: start(name, request, body["key"], self.owner))

    async def _answer_started(self, start: Callable[[], Job]) -> None:
        job = await self.off_the_loop(LOCAL, start)
        self.set_status(_ACCEPTED)
        self.set_header("Location", f"{self.request.path.rstrip('/')}/{job.id}")
        await self.answer(JobAnswer, job)


class JobHandler(OpenbisHandler):
    """`openbis/jobs/<id>`: one transfer."""

    auth_resource = "jupyter_openbis_server:jobs"
    operations: ClassVar = {
        "get": Operation("Tell how far a transfer has come", JobAnswer, errors=(404,), polled=True),
        "delete": Operation("End a transfer; answers it as it stands then", JobAnswer, errors=(404,)),
    }

    @authenticated
    @authorized
    async def get(self, job_id: str) -> None:
        """Answer it as it stands now."""
        get = self.container.get_job()
        await self.answer(JobAnswer, await self.off_the_loop(JOBS, lambda: get(job_id)))

    @authenticated
    @authorized
    async def delete(self, job_id: str) -> None:
        """Ask it to end. What is complete stays, and what can be continued later."""
        cancel = self.container.cancel_job()
        await self.answer(JobAnswer, await self.off_the_loop(JOBS, lambda: cancel(job_id)))


class UnfinishedDownloadsHandler(OpenbisHandler):
    """`openbis/unfinished`: downloads that were interrupted, also before the server was restarted."""

    auth_resource = "jupyter_openbis_server:jobs"
    operations: ClassVar = {
        "get": Operation(
            "Find downloads in a folder that were interrupted; to download the same again continues them",
            UnfinishedDownloadsAnswer,
            query=FolderQuery,
            errors=(400, 500),
        )
    }

    @authenticated
    @authorized
    async def get(self) -> None:
        """Answer what their manifests say."""
        folder = os.path.join(self.container.workspace().root, self.query(FolderQuery)["folder"])  # noqa: PTH118 - may be no path
        find = self.container.find_unfinished_downloads()
        unfinished = await self.off_the_loop(LOCAL, lambda: find(folder))
        await self.answer(UnfinishedDownloadsAnswer, {"unfinished": unfinished})
