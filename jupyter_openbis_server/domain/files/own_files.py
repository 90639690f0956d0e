"""Use case that lists the files of a sample or experiment itself, in openBIS's file server (AFS)."""

from __future__ import annotations

from dataclasses import dataclass

from jupyter_openbis_server.domain.catalogue.contents import Contents
from jupyter_openbis_server.domain.catalogue.entity import OWNERS
from jupyter_openbis_server.domain.errors import ConnectionFailed, DataNotAvailable, NoFilesOfOwner, OpenbisError
from jupyter_openbis_server.domain.files.file_tree import FolderPage
from jupyter_openbis_server.domain.files.ports import FileTrees
from jupyter_openbis_server.domain.shared.kept_errors import detached
from jupyter_openbis_server.domain.shared.page import PageRequest


@dataclass(frozen=True)
class OwnFiles:
    """The files of a sample or experiment itself, beside its data sets.

    Attributes:
        page: The direct contents of its folder; None if it has no files.
        problem: Error that prevented the listing.
        remark: A remark for users about files of other samples and experiments in the listing; None without any.
    """

    page: FolderPage | None = None
    problem: OpenbisError | None = None
    remark: str | None = None


@dataclass(frozen=True)
class ListOwnFiles:
    """List the files that an entity has itself, for a listing of its contents."""

    trees: FileTrees

    def __call__(self, name: str, contents: Contents) -> OwnFiles:
        """Return the first rows, as many as the listing has at most; nothing for later pages of the listing.

        Without files in AFS below the entity, no request is sent.

        Raises:
            UnknownConnection, NotLoggedIn.
        """
        place = contents.place
        if not contents.in_afs or place is None or place.kind not in OWNERS or contents.request.start:
            return OwnFiles(remark=contents.remark)
        rows = PageRequest(0, contents.request.count)
        try:
            page = self.trees(name, place.perm_id).page("", rows)
        except NoFilesOfOwner:  # only samples in the experiment have files
            return OwnFiles(remark=contents.remark)
        except (ConnectionFailed, DataNotAvailable) as problem:
            return OwnFiles(problem=detached(problem), remark=contents.remark)
        return OwnFiles(page, remark=contents.remark if contents.in_afs > 1 else None)
