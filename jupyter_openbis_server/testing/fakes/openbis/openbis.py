"""An in-memory openBIS instance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from jupyter_openbis_server.domain.catalogue.data_set import DataSet, PhysicalData
from jupyter_openbis_server.domain.catalogue.entity import Entity
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.errors import InstanceUnreachable
from jupyter_openbis_server.domain.instances.access_token import AccessToken
from jupyter_openbis_server.domain.instances.session import Instance
from jupyter_openbis_server.domain.properties.entity_type import EntityType
from jupyter_openbis_server.domain.properties.property_type import PropertyType
from jupyter_openbis_server.domain.properties.property_value import PropertyValue
from jupyter_openbis_server.domain.shared.secret import Secret
from jupyter_openbis_server.testing.fakes.openbis.stored import StoredDataSet, StoredObjectFile
from jupyter_openbis_server.testing.fakes.openbis.tree import MemoryTree

ACCESS_TOKEN_VALIDITY = dt.timedelta(days=30)
ACCESS_TOKEN_WARNING = dt.timedelta(days=5)
"""The defaults of openBIS."""


@dataclass(eq=False)
class MemoryOpenbis(MemoryTree):
    """Users, sessions, entities, types and data sets of one instance. Tests may read and change them.

    Attributes:
        url: Address of the instance.
        version: Version of openBIS.
        api_version: Version of its v3 API.
        has_fast_download: Whether it reports that its data stores have fast download.
        clock: Return the current time of the instance.
        users: Maps user names to passwords.
        types: Maps codes to data set types.
        owner_types: Maps kinds (samples, experiments) to types by code.
        property_types: Maps codes to property types, in addition to those that data set types have.
        data_sets: Maps permIds to data sets.
        login_attempts: Number of attempted logins, successful or not; also while the instance was down.
        type_requests: Number of requests for all data set types.
        before_login: Called during each login, in the thread that logs in. It may block.
        afs_owners: PermIds of the samples and experiments that have files in AFS.
        has_file_server: Whether it keeps files of samples and experiments, as openBIS 7 does.
        object_files: Maps permIds of samples and experiments to their files and folders by path.
        fixed_owners: PermIds of the samples and experiments whose files cannot be changed.
        makes_access_tokens: Whether it issues personal access tokens to users.
        access_token_labels: Labels of the issued personal access tokens.
        reads_parts: Whether its data store can read parts of files.
        refusal: Message that rejects every registration of a data set; None to accept them.
        frozen: PermIds of frozen entities and data sets: changes of them are refused.
        unarchiving: Number of times that the state of a data set is asked until its files are back from the archive.
        stores: Maps the codes of data stores to addresses.
        stores_down: Codes of the data stores that do not respond.
    """

    url: str = "https://openbis.example.org"
    version: str = "20.10.7"
    api_version: tuple[int, ...] = (3, 6)
    has_fast_download: bool = True
    clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.timezone.utc)
    users: dict[str, str] = field(default_factory=lambda: {"anna": "correct horse"})
    types: dict[str, EntityType] = field(default_factory=dict)
    owner_types: dict[EntityKind, dict[str, EntityType]] = field(
        default_factory=lambda: {EntityKind.SAMPLE: {}, EntityKind.EXPERIMENT: {}}
    )
    property_types: dict[str, PropertyType] = field(default_factory=dict)
    data_sets: dict[str, StoredDataSet] = field(default_factory=dict)
    login_attempts: int = 0
    type_requests: int = 0
    before_login: Callable[[], None] = lambda: None
    reads_parts: bool = True
    refusal: str | None = None
    frozen: set[str] = field(default_factory=set)
    unarchiving: int = 0
    stores: dict[str, str] = field(default_factory=lambda: {"DSS1": "https://openbis.example.org"})
    stores_down: set[str] = field(default_factory=set)
    afs_owners: set[str] = field(default_factory=set)
    has_file_server: bool = False
    object_files: dict[str, dict[str, StoredObjectFile]] = field(default_factory=dict)
    fixed_owners: set[str] = field(default_factory=set)
    makes_access_tokens: bool = True
    access_token_labels: list[str] = field(default_factory=list)
    _tokens: dict[str, str] = field(default_factory=dict)
    _access_tokens: dict[str, str] = field(default_factory=dict)
    _is_down: bool = False
    _pending: dict[str, int] = field(default_factory=dict)

    def instance(self, name: str = "openBIS") -> Instance:
        """Return the `Instance` of a connection with a name."""
        return Instance(name, self.url)

    # --- availability

    def go_down(self) -> None:
        """Stop responding. Sessions survive, as behind a broken network."""
        self._is_down = True

    def come_back(self) -> None:
        """Respond again."""
        self._is_down = False

    def must_be_up(self, instance: Instance) -> None:
        """Raise InstanceUnreachable while the instance is down."""
        if self._is_down:
            raise InstanceUnreachable(instance.name, "connection refused")

    def store_must_be_up(self, instance: Instance, code: str | None, url: str | None) -> None:
        """Raise InstanceUnreachable while a data store is down."""
        if code in self.stores_down:
            raise InstanceUnreachable(instance.name, f"connection refused ({url}, the data store {code})")

    # --- sessions

    @property
    def open_sessions(self) -> tuple[str, ...]:
        """User names of all open sessions, without personal access tokens."""
        with self._lock:
            return tuple(self._tokens.values())

    def expire_all_sessions(self) -> None:
        """End all sessions, as openBIS does when it restarts. Personal access tokens stay valid."""
        with self._lock:
            self._tokens.clear()

    def add_access_token(self, username: str, label: str = "notebooks") -> Secret:
        """Return a new personal access token."""
        with self._lock:
            token = f"$pat-{self._new_token(username)}"
            self._access_tokens[token] = username
            self.access_token_labels.append(label)
            return Secret(token)

    def remove_access_token(self, username: str, token: Secret) -> None:
        """Delete a personal access token of a user, if there is one."""
        with self._lock:
            tokens = list(self._access_tokens)
            if self._access_tokens.get(token.reveal()) == username:
                self.access_token_labels.pop(tokens.index(token.reveal()))
                del self._access_tokens[token.reveal()]

    def access_tokens_of(self, username: str, current: Secret) -> tuple[AccessToken, ...]:
        """Return the personal access tokens of a user; if the current session is such a token, only that one."""
        with self._lock:
            tokens = zip(self._access_tokens.items(), self.access_token_labels, strict=True)
            own = [(token, label) for (token, user), label in tokens if user == username]
        is_token = current.reveal().startswith("$pat-")
        return tuple(
            AccessToken(label, is_current=token == current.reveal())
            for token, label in own
            if not is_token or token == current.reveal()
        )

    def begin_login(self) -> None:
        """Count a login attempt and call `before_login`."""
        with self._lock:
            self.login_attempts += 1
        self.before_login()

    def log_in(self, username: str, password: Secret) -> Secret | None:
        """Return the token of a new session; None for a wrong user or password."""
        with self._lock:
            if self.users.get(username) != password.reveal():
                return None
            token = self._new_token(username)
            self._tokens[token] = username
            return Secret(token)

    def user_of(self, token: Secret) -> str | None:
        """Return the user of a session or personal access token; None if it is not valid."""
        with self._lock:
            return self._tokens.get(token.reveal()) or self._access_tokens.get(token.reveal())

    def log_out(self, token: Secret) -> None:
        """End the session of a token, if there is one."""
        with self._lock:
            self._tokens.pop(token.reveal(), None)

    def _new_token(self, username: str) -> str:
        self._number += 1
        return f"{username}-240101000000000x{self._number:032X}"

    # --- content

    def types_of(self, kind: EntityKind) -> dict[str, EntityType]:
        """Return the types of a kind by code; the tests and fakes may change them."""
        return self.types if kind is EntityKind.DATA_SET else self.owner_types[kind]

    def add_type(self, type_: EntityType, kind: EntityKind = EntityKind.DATA_SET) -> EntityType:
        """Add a type or replace the one of the same kind and code."""
        self.types_of(kind)[type_.code] = type_
        return type_

    def all_types(self, kind: EntityKind = EntityKind.DATA_SET) -> tuple[EntityType, ...]:
        """Count the request and return all types of a kind sorted by code."""
        with self._lock:
            self.type_requests += 1
            types = self.types_of(kind)
            return tuple(types[code] for code in sorted(types))

    def add_property_type(self, type_: PropertyType) -> PropertyType:
        """Add a property type or replace the one of the same code."""
        self.property_types[type_.code] = type_
        return type_

    def all_property_types(self) -> dict[str, PropertyType]:
        """Return all property types by code."""
        assigned = {each.code: each for type_ in tuple(self.types.values()) for each in type_.assignments}
        known = {
            code: PropertyType(code, each.label, each.data_type, each.multi_value, each.terms)
            for code, each in assigned.items()
        }
        return {**known, **self.property_types}

    def add_data_set(
        self,
        type_code: str,
        owner: Entity,
        files: Mapping[str, bytes] | None = None,
        *,
        properties: Mapping[str, PropertyValue] | None = None,
        status: str = "AVAILABLE",
        kind: str = "PHYSICAL",
        folders: frozenset[str] = frozenset(),
        components: tuple[str, ...] = (),
        link: str | None = None,
        parents: tuple[str, ...] = (),
        registrator: str | None = None,
    ) -> DataSet:
        """Add a data set to a sample or experiment; each is registered a second after the previous one."""
        files = dict(files or {})
        is_sample = owner.kind is EntityKind.SAMPLE
        experiment = self.experiment_of(owner) if is_sample else owner
        assignments = self.types[type_code].assignments if type_code in self.types else ()
        known = {each.code: each for each in assignments if each.code in (properties or {})}
        with self._lock:
            perm_id, registered = self.new_perm_id()
            data_set = DataSet(
                perm_id,
                type_code,
                kind,
                data_store="DSS1",
                data_store_url=self.url,
                physical=PhysicalData(perm_id, sum(map(len, files.values())), status) if kind == "PHYSICAL" else None,
                properties=dict(properties or {}),
                sample=owner.identifier if is_sample else None,
                experiment=experiment.identifier if experiment else None,
                components=components,
                link=link,
                registered=registered,
                registrator=registrator or self.registrator,
                modified=registered,
                data_types={code: each.data_type for code, each in known.items()},
                multi_valued=frozenset(code for code, each in known.items() if each.multi_value),
            )
            owners = frozenset(each.perm_id for each in self.path_of(owner))
            self.data_sets[perm_id] = StoredDataSet(data_set, owners, owner, files, folders, parents=parents)
            return data_set

    def damage(self, perm_id: str, path: str) -> None:
        """Make the data store return wrong content for a file from now on; its listing does not change."""
        with self._lock:
            stored = self.data_sets[perm_id]
            self.data_sets[perm_id] = replace(stored, damaged=stored.damaged | {path})

    def repair(self, perm_id: str) -> None:
        """Make the data store return the right content for all files of a data set again."""
        with self._lock:
            self.data_sets[perm_id] = replace(self.data_sets[perm_id], damaged=frozenset())

    def change(self, perm_id: str, **changes: object) -> None:
        """Change metadata of a data set; `changes` are fields of `DataSet`."""
        with self._lock:
            stored = self.data_sets[perm_id]
            self.data_sets[perm_id] = replace(stored, data_set=replace(stored.data_set, **changes))  # type: ignore[arg-type]

    # --- archive

    def begin_unarchiving(self, perm_id: str) -> None:
        """Make the files of an archived data set available, at once or after its state was asked a few times."""
        with self._lock:
            physical = self.data_sets[perm_id].data_set.physical
            if physical and physical.status == "ARCHIVED":
                self._pending[perm_id] = self.unarchiving
                self.change(perm_id, physical=replace(physical, status="UNARCHIVE_PENDING"))
                self.go_on_unarchiving([perm_id], is_asked=False)

    def go_on_unarchiving(self, perm_ids: Iterable[str], *, is_asked: bool = True) -> None:
        """Count that the states of data sets are asked."""
        with self._lock:
            for perm_id in self._pending.keys() & set(perm_ids):
                self._pending[perm_id] -= is_asked
                physical = self.data_sets[perm_id].data_set.physical
                if self._pending[perm_id] <= 0 and physical:
                    del self._pending[perm_id]
                    self.change(perm_id, physical=replace(physical, status="AVAILABLE"))
