"""Capabilities of an openBIS server, derived once from its server information."""

from __future__ import annotations

import enum
from dataclasses import dataclass

ApiVersion = tuple[int, ...]

_WITH_FILE_TRANSFER_SERVLET: ApiVersion = (3, 6)
_WITH_NEGATED_CRITERIA: ApiVersion = (3, 6)
_WITH_LISTS: ApiVersion = (3, 7)
_WITH_ACCESS_TOKENS: ApiVersion = (3, 6)


def may_have_access_tokens(api_version: ApiVersion) -> bool:
    """Return whether servers of an API version can create personal access tokens (openbis-protocol 2.2)."""
    return api_version >= _WITH_ACCESS_TOKENS


class UploadMethod(enum.Enum):
    """Ways in which servers register uploaded files."""

    AGGREGATION_SERVICE = "dataset-uploader-api"
    """The server plugin of this name (openbis-protocol 7.6)."""
    UPLOADED_DATA_SET = "createUploadedDataSet"
    """A method of the data store's v3 API (openbis-protocol 7.2)."""


@dataclass(frozen=True)
class Capabilities:
    """Capabilities of one server. Only this module compares API versions.

    Attributes:
        api_version: Version of the v3 API, e.g. `(3, 6)`.
        fast_download: Whether its data stores have the file-transfer servlet, which sends many files in one transfer
            and parts of files (openbis-protocol 6).
        file_transfer_version: Version of that servlet's protocol, 1 or 2; version 1 splits lists of items at commas
            (openbis-protocol 6.3).
        upload: How uploaded files are registered.
        property_lists: Whether several values of a property are a list on the wire (openbis-protocol 3.4).
        negated_criteria: Whether searches can negate criteria. Servers of API 3.5 before May 2021 ignore it, and
            find the opposite (openbis-protocol 3.3).
        may_have_afs: Whether the server can have a file server (AFS) beside its data stores; openBIS must be asked
            whether it has (openbis-afs 1).
        afs_url: Public address of that file server, where the server information has it.
    """

    api_version: ApiVersion
    fast_download: bool
    file_transfer_version: int
    upload: UploadMethod
    property_lists: bool
    negated_criteria: bool
    may_have_afs: bool
    afs_url: str | None = None

    @classmethod
    def of(cls, api_version: ApiVersion, afs_url: str | None = None) -> Capabilities:
        """Return the capabilities of a server with this API version."""
        has_file_transfer, has_lists = api_version >= _WITH_FILE_TRANSFER_SERVLET, api_version >= _WITH_LISTS
        return cls(
            api_version=api_version,
            fast_download=has_file_transfer,
            file_transfer_version=2 if has_lists else 1,
            upload=UploadMethod.UPLOADED_DATA_SET if has_file_transfer else UploadMethod.AGGREGATION_SERVICE,
            property_lists=has_lists,
            negated_criteria=api_version >= _WITH_NEGATED_CRITERIA,
            may_have_afs=has_lists,
            afs_url=afs_url,
        )
