"""The main job of users with the files that a sample has itself, in openBIS 7's file server (AFS)."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from jupyter_openbis_server.entrypoints.demo.steps import StepFailed, Steps


class ObjectFilesJob(Steps):
    """Runs the steps and reports the result of each."""

    def run(self) -> None:
        """Run all steps. Raises StepFailed at the first failed step."""
        self._register()
        self._log_in()
        perm_id = self._find()
        before = self._list(perm_id)
        results = self._work(self._download(perm_id))
        self._save_requirements()
        self._upload(results)
        folder = self._publish()
        after = self._list(perm_id)
        if set(after) - set(before) != {"results", folder}:
            raise StepFailed(f"the uploaded files are not in the list: {after}")
        self._remove()

    def _find(self) -> str:
        """Find the sample by its code, and return its permId."""
        sample = self._setting.sample
        text = quote(sample.rpartition("/")[2], safe="")
        found = self._ask("GET", f"openbis/search/{self._name}?kind=sample&text={text}")["entities"]
        perm_ids = {each["identifier"]: str(each["permId"]) for each in found}
        if sample not in perm_ids:
            raise StepFailed(f"{sample} was not found: {found}")
        self._say(f"find       {sample}, permId {perm_ids[sample]}")
        return perm_ids[sample]

    def _list(self, perm_id: str) -> list[str]:
        content = self._ask("GET", f"openbis/files/{self._name}/{perm_id}")
        self._say(f"list       {content['totalFiles']} files of the sample itself:")
        for row in content["files"]:
            self._say(f"             {row['name']}{'/' if row['isFolder'] else ''}")
        return [str(row["name"]) for row in content["files"]]

    def _download(self, perm_id: str) -> Path:
        target = self._setting.root / "downloads"
        (download,) = self._finished({"kind": "download", "permIds": [perm_id], "folder": str(target)})["downloads"]
        folder = Path(download["path"])
        for name in download["files"]:
            self._compare(folder / name, name)
        self._say(f"download   {len(download['files'])} files to {folder}, each equal to openBIS's own copy")
        return folder

    def _work(self, folder: Path) -> Path:
        """Write a table of the downloaded tables, and return its folder."""
        results = self._setting.root / "results"
        results.mkdir()
        tables = sorted(folder.rglob("*.csv"))
        lines = [f"{each.name},{len(each.read_text('utf-8').splitlines()) - 1}" for each in tables]
        (results / "rows.csv").write_text("\n".join(["table,rows", *lines]) + "\n", "utf-8")
        self._say(f"work       {len(tables)} table read, results/rows.csv written")
        return results

    def _upload(self, folder: Path) -> None:
        body = {"kind": "uploadFiles", "entityIdentifier": self._setting.sample, "files": [folder.name]}
        done = self._finished(body)["fileUpload"]
        for file in done["stored"]:
            self._compare(self._setting.root / file["path"], file["path"])
            self._say(f"upload     {file['path']}, MD5 {file['md5']}")

    def _publish(self) -> str:
        """Publish the notebook with its page and requirements, and return the name of the new folder."""
        body = {"kind": "publish", "target": "files", "entityIdentifier": self._setting.sample}
        job = self._finished({**body, "notebook": "analysis.ipynb", "notes": "Published by make demo"})
        folder = str(job["fileUpload"]["folder"])
        self._compare(self._setting.root / "analysis.ipynb", f"{folder}/analysis.ipynb")
        self._say(f"publish    the notebook, in the folder {folder!r} of the sample:")
        for file in job["fileUpload"]["stored"]:
            self._say(f"             {file['path'].removeprefix(f'{folder}/')}")
        return folder

    def _compare(self, file: Path, path: str) -> None:
        if file.read_bytes() != (self._setting.object_files / path).read_bytes():
            raise StepFailed(f"{path} differs from what openBIS holds")
