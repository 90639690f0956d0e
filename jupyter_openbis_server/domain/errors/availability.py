"""Errors about entities that do not exist, and about data that cannot be read now."""

from __future__ import annotations

from jupyter_openbis_server.domain.errors.base import OpenbisError


class NotFound(OpenbisError):
    """The entity does not exist, or the user may not see it; openBIS does not distinguish the two."""

    code = "not-found"


class EntityNotFound(NotFound):
    """No entity of the requested kinds that the user may see has this reference."""

    code = "entity-not-found"

    def __init__(self, reference: str, kinds: str = "sample or experiment", *, actual: str = "") -> None:
        found = f"{reference} is a {actual}; files and data sets belong to a {kinds} in it"
        super().__init__(found if actual else f"No such {kinds}: {reference}")


class DataSetNotFound(NotFound):
    """The data set does not exist, or the user may not see it.

    Attributes:
        perm_id: The reference, as it was given.
    """

    code = "data-set-not-found"

    def __init__(self, perm_id: str) -> None:
        self.perm_id = perm_id
        super().__init__(f"No such dataSet found: {perm_id}")


class FileNotInDataSet(NotFound):
    """A data set has no file or folder of that name.

    Attributes:
        perm_id: The data set, or the sample or experiment that has the files.
    """

    code = "file-not-in-data-set"

    def __init__(self, perm_id: str, path: str) -> None:
        self.perm_id = perm_id
        super().__init__(f"data set {perm_id} has no file or folder {path!r}")


class NoPublishedNotebook(NotFound):
    """The data set, or the folder, is no publication of a notebook."""

    code = "no-published-notebook"

    def __init__(self, reference: str) -> None:
        super().__init__(f"There is no notebook (.ipynb) in {reference}; download it like any other data")


class UnknownJob(NotFound):
    """The transfer does not exist, or it ended so long ago that its record was deleted."""

    code = "unknown-job"

    def __init__(self, job_id: str) -> None:
        super().__init__(f"No such job: {job_id}")


class DataNotAvailable(OpenbisError):
    """The data set exists, but its files cannot be read now."""

    code = "data-not-available"


class DataSetArchived(DataNotAvailable):
    """The files of the data set are in the archive."""

    code = "data-set-archived"

    def __init__(self, perm_id: str, status: str) -> None:
        super().__init__(
            f"data set {perm_id} is in the archive (status {status}): unarchive it in the panel or in openBIS, "
            f"or run 'jupyter openbis unarchive {perm_id}', and try again when its status is AVAILABLE"
        )


class DataSetNotPhysical(DataNotAvailable):
    """The data set has no files of its own: it is a container of other data sets, or a link."""

    code = "data-set-not-physical"

    def __init__(self, perm_id: str, kind: str, place: str | None = None) -> None:
        hint = f"its files are outside openBIS{f': {place}' if place else ''}"
        if kind == "CONTAINER":
            hint = "it has no components that you can see"
        super().__init__(f"data set {perm_id} is of kind {kind} and has no files of its own; {hint}")
        self.kind = kind

    @property
    def is_link(self) -> bool:
        """Whether the files are outside openBIS."""
        return self.kind == "LINK"


class NoFilesOfOwner(DataNotAvailable):
    """The sample or experiment has no files of its own, in openBIS's file server (AFS)."""

    code = "no-files-of-owner"

    def __init__(self, kind: str, identifier: str) -> None:
        super().__init__(f"{kind} {identifier} has no files of its own; name one of its data sets, if it has any")


class NothingToDownload(DataNotAvailable):
    """There are neither data sets in a space, project, experiment or sample, nor files of its own."""

    code = "nothing-to-download"

    def __init__(self, kind: str, identifier: str) -> None:
        super().__init__(f"{kind} {identifier} has neither data sets nor files of its own")


class DataSetInAfs(DataNotAvailable):
    """The files of the data set are in openBIS's file server (AFS), and cannot be read from there."""

    code = "data-set-in-afs"

    def __init__(self, perm_id: str, problem: str = "") -> None:
        reason = f": {problem}" if problem else ""
        super().__init__(f"the files of {perm_id} are in openBIS's file server (AFS), which cannot be reached{reason}")
