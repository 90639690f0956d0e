"""The main job of users with data sets, step by step, through the HTTP API."""

from __future__ import annotations

import zlib
from pathlib import Path
from urllib.parse import quote

from jupyter_openbis_server.entrypoints.demo.research_object import export_and_rerun
from jupyter_openbis_server.entrypoints.demo.steps import SECONDS, StepFailed, Steps


class MainJob(Steps):
    """Runs the steps and reports the result of each."""

    def run(self) -> None:
        """Run all steps. Raises StepFailed at the first failed step."""
        self._register()
        self._log_in()
        before = self._list()
        self._download()
        self._download_again()
        self._mount()
        self._save_requirements()
        perm_id = self._upload()
        if perm_id not in (after := self._list()) or len(after) != len(before) + 1:
            raise StepFailed(f"the uploaded data set {perm_id} is not in the list")
        self._say(f"  the list has one more: {perm_id}")
        self._research_object()
        self._remove()

    def _research_object(self) -> None:
        exported, compared = export_and_rerun(self._setting)
        self._say(f"export     {exported}")
        self._say(f"rerun      {compared}")

    def _list(self) -> list[str]:
        sample = self._setting.sample
        path = f"openbis/sample/{self._name}/{quote(sample, safe='')}?start_with=0&count=50"
        response = self._ask("GET", path)
        self._say(f"list       {response['totalCount']} data sets of {sample}, the newest:")
        for row in response["dataSets"][:3]:
            self._say(f"             {row['permId']}  {row['type']:<18} {row['$NAME'] or '-'}")
        return [row["permId"] for row in response["dataSets"]]

    def _download(self) -> None:
        target = self._setting.root / "downloads"
        path = f"openbis/dataset/{self._name}/{self._setting.data_set}/{quote(str(target), safe='')}"
        response = self._ask("GET", path)
        folder = Path(response["path"])
        self._say(f"download   {response['permId']} to {folder}")
        total = 0
        for name in sorted(response["files"]):
            content = (folder / name).read_bytes()
            if content != (self._setting.store / response["permId"] / name).read_bytes():
                raise StepFailed(f"{name} differs from what openBIS holds")
            total += len(content)
            self._say(f"             {zlib.crc32(content):08x}  {len(content):>9,} bytes  {name}")
        self._say(f"             {len(response['files'])} files, {total:,} bytes, each equal to openBIS's own copy")

    def _download_again(self) -> None:
        """Download again as a job: existing files are not transferred."""
        target = self._setting.root / "downloads"
        job = self._finished({"kind": "download", "permIds": [self._setting.data_set], "folder": str(target)})
        if job["downloads"][0]["fetched"]["files"]:
            raise StepFailed(f"the second download did not find what the first one has brought: {job}")
        self._say(f"again      as a job: {job['progress']['files']} files are there, none had to be fetched")

    def _mount(self) -> None:
        """Mount the data store, read from it, unmount it; if the host cannot mount, print the reason."""
        url = f"{self._setting.jupyter_url}openbis/conn/{self._name}"
        response = self._http.put(url, json={"action": "mount"}, timeout=SECONDS).json()
        if response.get("code") == "mounting-unavailable":
            self._say(f"mount      left out: {response['reason']}")
            return
        if not response.get("connection", {}).get("isMounted"):
            raise StepFailed(f"mount: {response}")
        folder = Path(response["connection"]["mountpoint"])
        self._say(f"mount      the data store on {folder}, host key {response['connection']['hostKey']}")
        (data_set,) = folder.glob(f"*/*/*/{self._setting.data_set}")
        files = [each for each in data_set.rglob("*") if each.is_file()]
        for each in files:
            original = self._setting.store / self._setting.data_set / each.relative_to(data_set)
            if each.read_bytes() != original.read_bytes():
                raise StepFailed(f"{each} differs from what openBIS holds")
        self._say(
            f"             {len(files)} files read at {data_set.relative_to(folder)}, each equal to openBIS's own"
        )
        if self._ask("PUT", f"openbis/conn/{self._name}", {"action": "unmount"})["connection"]["isMounted"]:
            raise StepFailed("the data store is mounted still")
        self._say("unmount    done")

    def _upload(self) -> str:
        body = {
            "type": "ANALYSIS_NOTEBOOK",
            "entityIdentifier": self._setting.sample,
            "files": ["analysis.ipynb", "requirements.txt"],
            "parents": [self._setting.data_set],
            "props": {"$NAME": "Demo analysis", "NOTES": "Uploaded by make demo", "$HISTORY_ID": ""},
        }
        response = self._ask("POST", f"openbis/dataset/{self._name}", body)
        perm_id = str(response["permId"])
        (stored,) = (self._setting.store / perm_id).rglob("analysis.ipynb")
        if stored.read_bytes() != (self._setting.root / "analysis.ipynb").read_bytes():
            raise StepFailed("the uploaded notebook differs from the one here")
        self._say(f"upload     2 files as {perm_id}, child of {self._setting.data_set}")
        return perm_id
