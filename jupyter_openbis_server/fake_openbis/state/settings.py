"""Settings of the fake openBIS."""

from dataclasses import dataclass
from typing import Literal

_FIRST_WITH_MULTI_VALUES = 7
_FIRST_WITH_AFS = 7


@dataclass(frozen=True)
class ServerSettings:
    """The switches of the fake openBIS (openbis-protocol 9.1).

    Attributes:
        api_version: ``3.5`` (2021), ``3.6`` (2023) or ``3.7`` (newer).
        empty_error_pages: The download servlet answers every error with an empty page (5.3).
        compute_checksums: False makes all CRCs of searchFiles 0 (4.1).
        afs: Whether openBIS 7's file server AFS is served, and whether clients find its URL in the data stores and the
            server information, as on newer servers, or guess it (openbis-afs 1). From API 3.7 on.
        afs_observers: Users whose rights do not include ``UPDATE``: AFS refuses their changes (openbis-afs 6).
        afs_row: Whether and where searchDataStores has a second row AFS (3.8); with ``afs``, ``none`` is like ``last``.
        data_store_kinds: Whether searches can ask for kinds of data stores (3.2); older APIs than 3.7 never can.
        stream_limit: Server-wide limit of fast-download streams (6.7).
        session_timeout: Seconds of inactivity until a session ends (2.4).
        sessions_per_user: One login more ends the user's least recently active session; 0 for no limit.
        login_ignores_case: Whether names of users are accepted in any case, as some authentication services do. The
            session is that of the person, whose id has one spelling (3.2).
        login_by_email: Whether a person's e-mail address is accepted instead of the name of the user.
        users_without_roles: Users whose login fails with an error (2.1).
        personal_access_tokens: Whether personal access tokens are enabled; API 3.5 never has them.
        pat_max_validity: Longest validity of a personal access token in seconds.
        pat_warning: Seconds before its end from which on openBIS warns its owner.
        data_store_code: Code of the data store the fake itself serves.
        openbis_version: The version in the server information.
        unarchive_requests: How many requests for an archived data set are answered with ``UNARCHIVE_PENDING`` after
            unarchiving was requested, before it is ``AVAILABLE``; 0: it takes no time.
        unarchive_fails: Whether the data set is ``ARCHIVED`` again instead.
        latency: Seconds by which every answer (but those by SFTP) comes later, as if the server were that far away.
        gzip: Whether the data store server compresses what it sends to clients that offer it (5.2).
        file_system_plugins: Whether the SFTP view has the folders ``DEFAULT`` and ``ELN-LIMS`` at its top (8.1).
    """

    api_version: str = "3.6"
    empty_error_pages: bool = False
    compute_checksums: bool = True
    afs: Literal["none", "listed", "unlisted"] = "none"
    afs_observers: frozenset[str] = frozenset()
    afs_row: Literal["none", "first", "last"] = "none"
    data_store_kinds: bool = True
    stream_limit: int = 10
    session_timeout: float = 720 * 60
    sessions_per_user: int = 5
    login_ignores_case: bool = False
    login_by_email: bool = False
    users_without_roles: frozenset[str] = frozenset()
    personal_access_tokens: bool = True
    pat_max_validity: int = 2592000
    pat_warning: int = 432000
    data_store_code: str = "DSS1"
    openbis_version: str = "20.10.7"
    unarchive_requests: int = 0
    unarchive_fails: bool = False
    latency: float = 0.0
    gzip: bool = True
    file_system_plugins: bool = False

    def check(self) -> None:
        """Check that the settings fit together.

        Raises:
            ValueError: AFS is served with an older API than 3.7.
        """
        if self.afs != "none" and self.api_minor < _FIRST_WITH_AFS:
            raise ValueError(f"AFS needs API 3.7, not {self.api_version}")

    @property
    def api_minor(self) -> int:
        """The minor number of the API version: 5, 6 or 7."""
        return int(self.api_version.partition(".")[2])

    @property
    def has_multi_values(self) -> bool:
        """Whether properties can have several values, and answers have lists: from API 3.7 on."""
        return self.api_minor >= _FIRST_WITH_MULTI_VALUES
