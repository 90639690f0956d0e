"""openBIS's application server: sessions and metadata."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from jupyter_openbis_server.domain.model import (
    Credentials,
    DataSet,
    DataSetPage,
    DataSetType,
    Details,
    Entity,
    EntityKind,
    EntityPage,
    EntityReference,
    Instance,
    InstanceFacts,
    KeptToken,
    PageRequest,
    Place,
    SearchQuery,
    Session,
)
from jupyter_openbis_server.domain.model.entity import OWNERS


class Sessions(Protocol):
    """Opens and closes sessions with openBIS instances."""

    def open(self, instance: Instance, credentials: Credentials) -> Session:
        """Log in. A token is checked and becomes the session.

        Raises:
            WrongCredentials: openBIS knows no such user, password or token.
            InstanceUnreachable, InstanceNonsense, RequestRefused: see above.
        """

    def is_alive(self, session: Session) -> bool:
        """Whether openBIS still knows the session. Asking does not prolong it. Never raises SessionExpired."""

    def user_of(self, session: Session) -> str:
        """Return openBIS's own id of a session's user: a login may ignore case or take an e-mail address.

        openBIS is asked once per session.

        Raises:
            SessionExpired, InstanceUnreachable, InstanceNonsense: see above.
        """

    def close(self, session: Session) -> None:
        """Log out. Closing a dead session is no error. A personal access token stays valid."""

    def new_access_token(self, session: Session, label: str, now: dt.datetime) -> KeptToken:
        """Have openBIS make a personal access token, valid from now for as long as openBIS allows.

        Args:
            session: Of the user, opened with a password: openBIS makes no token for a token.
            label: What the user finds it by in openBIS (its session name).
            now: The time.

        Raises:
            NoAccessTokens: this openBIS makes none.
        """


class Instances(Protocol):
    """openBIS installations themselves."""

    def facts(self, session: Session) -> InstanceFacts:
        """Return what an installation tells of itself."""

    def api_version(self, instance: Instance) -> tuple[int, ...]:
        """Return the version of an installation's v3 API. Nobody needs to be logged in for that.

        Raises:
            InstanceUnreachable (UntrustedCertificate), InstanceNonsense.
        """


class Entities(Protocol):
    """Spaces, projects, experiments and samples."""

    def find(self, session: Session, reference: EntityReference, kinds: Sequence[EntityKind] = OWNERS) -> Entity:
        """Return what the reference names; of several kinds, the first one counts.

        Raises:
            EntityNotFound: nothing of these kinds exists or is visible, or a bare code names several of one kind.
        """

    def inside(self, session: Session, place: Place | None, kind: EntityKind, page: PageRequest) -> EntityPage:
        """Return the entities of a kind that lie directly in a place, by identifier; beyond the end: no rows.

        In a place that does not exist nothing lies.

        Args:
            session: Who asks.
            place: Where; None is the whole instance.
            kind: One of the `KINDS_INSIDE` it, but no data sets.
            page: Which rows.
        """

    def search(
        self, session: Session, query: SearchQuery, page: PageRequest, counted: Sequence[SearchQuery] = ()
    ) -> EntityPage:
        """Return the entities that match a query, newest first; beyond the end: no rows.

        Args:
            session: Of the user whose entities are meant by `mine`.
            query: What is searched for; no data sets.
            page: Which rows.
            counted: Queries, of any kind, whose matches are counted in the same request (`EntityPage.counts`).
        """

    def details(self, session: Session, place: Place) -> Details:
        """Return what openBIS knows of a space, project, experiment, sample or data set.

        Raises:
            EntityNotFound, DataSetNotFound: it does not exist, or is not visible.
        """


class DataSets(Protocol):
    """Metadata of data sets."""

    def get(self, session: Session, perm_id: str) -> DataSet:
        """Return one data set. Raises DataSetNotFound."""

    def of_entity(self, session: Session, entity: Place, page: PageRequest) -> DataSetPage:
        """Return the data sets of a sample, experiment, project or space, newest first; beyond the end: no rows.

        All but a sample also have the data sets of what lies in them. Those in AFS are counted, and no rows.
        """

    def inside(self, session: Session, place: Place, page: PageRequest) -> DataSetPage:
        """Return the data sets directly in a sample or experiment, newest first; beyond the end: no rows.

        Those of an experiment that hang on a sample lie in the sample. In a place that does not exist nothing lies.
        Those in AFS are counted, and no rows.
        """

    def search(
        self, session: Session, query: SearchQuery, page: PageRequest, counted: Sequence[SearchQuery] = ()
    ) -> DataSetPage:
        """Return the data sets that match a query, newest first; beyond the end: no rows. See `Entities.search`."""

    def missing(self, session: Session, perm_ids: Sequence[str]) -> tuple[str, ...]:
        """Return those of the given permIds that name no visible data set, in the given order."""


class DataSetTypes(Protocol):
    """Data set types with property assignments and vocabulary terms."""

    def all(self, session: Session, *, fresh: bool = False) -> tuple[DataSetType, ...]:
        """Return all types by code. `fresh` asks openBIS even when an earlier answer is remembered."""
