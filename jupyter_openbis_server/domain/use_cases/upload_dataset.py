"""Bringing files of the user's into openBIS."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_openbis_server.domain.errors import (
    ConnectionFailed,
    EntityNotFound,
    FieldProblem,
    InvalidPath,
    InvalidReference,
    InvalidUpload,
    RequestRefused,
    SourceNotReadable,
    UploadFailed,
)
from jupyter_openbis_server.domain.model import (
    Cancellation,
    DataSetDraft,
    DataSetType,
    Entity,
    EntityReference,
    Session,
    SourceFile,
    Upload,
    UploadRequest,
)
from jupyter_openbis_server.domain.ports import DataSets, DataSetTypes, DataStore, Entities, Workspace
from jupyter_openbis_server.domain.session_keeper import SessionKeeper


@dataclass(frozen=True)
class UploadDataset:
    """Check an upload completely, then send the files and register the data set."""

    keeper: SessionKeeper
    entities: Entities
    data_sets: DataSets
    types: DataSetTypes
    data_store: DataStore
    workspace: Workspace

    def __call__(self, name: str, request: UploadRequest, cancellation: Cancellation | None = None) -> Upload:
        """Upload a data set.

        Raises:
            UnknownConnection, NotLoggedIn: nothing was done.
            InvalidUpload: with all problems at once; nothing was sent.
            UploadFailed: the files or the registration did not come through.
            Cancelled: on request; nothing was registered.
        """
        ending = cancellation or Cancellation()

        def run(session: Session) -> Upload:
            draft = self._checked(session, request)
            try:
                return Upload(name, self.data_store.register(session, draft, ending))
            except (ConnectionFailed, RequestRefused, SourceNotReadable) as error:
                raise UploadFailed(error) from error

        return self.keeper.use(name, run)

    def _checked(self, session: Session, request: UploadRequest) -> DataSetDraft:
        problems: list[FieldProblem] = []
        owner = self._owner(session, request.entity, problems)
        problems += self._problems_of_parents(session, request.parents)
        files = self._sources(request.files, problems)
        properties = self._properties(session, request, problems)
        if problems or owner is None:
            raise InvalidUpload(problems)
        return DataSetDraft(request.type_code, owner, files, request.parents, properties)

    def _owner(self, session: Session, text: str, problems: list[FieldProblem]) -> Entity | None:
        if not text.strip():
            problems.append(FieldProblem("entityIdentifier", "please provide a sample or experiment identifier"))
            return None
        try:
            return self.entities.find(session, EntityReference.parse(text))
        except (EntityNotFound, InvalidReference) as error:
            problems.append(FieldProblem("entityIdentifier", str(error)))
            return None

    def _problems_of_parents(self, session: Session, parents: tuple[str, ...]) -> Iterator[FieldProblem]:
        if parents:
            for perm_id in self.data_sets.missing(session, parents):
                yield FieldProblem("parent", f"Parent DataSet not found: {perm_id}")

    def _sources(self, paths: tuple[str, ...], problems: list[FieldProblem]) -> tuple[SourceFile, ...]:
        sources: list[SourceFile] = []
        for path in paths:
            try:
                sources.append(self.workspace.source(path))
            except (InvalidPath, SourceNotReadable) as error:
                problems.append(FieldProblem("file", str(error)))
        if not paths:
            problems.append(FieldProblem("file", "choose at least one file"))
        for name, times in Counter(source.name for source in sources).items():
            if times > 1:
                problems.append(FieldProblem("file", f"{times} files are called {name}; a data set keeps one of them"))
        return tuple(sources)

    def _properties(self, session: Session, request: UploadRequest, problems: list[FieldProblem]) -> dict[str, str]:
        type_ = self._type(session, request.type_code)
        if type_ is None:
            problems.append(FieldProblem("type", f"No such data set type: {request.type_code}"))
            return {}
        given = {code.upper(): value for code, value in request.properties.items() if value.strip()}
        properties, wrong = _checked_properties(type_, given)
        problems += wrong
        return properties

    def _type(self, session: Session, code: str) -> DataSetType | None:
        """Find the type; one that seems missing is looked for once more in a fresh list."""
        for fresh in (False, True):
            for type_ in self.types.all(session, fresh=fresh):
                if type_.code == code:
                    return type_
        return None


def _checked_properties(type_: DataSetType, given: dict[str, str]) -> tuple[dict[str, str], list[FieldProblem]]:
    """Return what to send to openBIS, and what is wrong. Computed properties are openBIS's own: they are not sent."""
    known = {assignment.code: assignment for assignment in type_.assignments if not assignment.is_computed}
    computed = {assignment.code for assignment in type_.assignments if assignment.is_computed}
    wrong = [
        FieldProblem(f"prop.{code}", problem)
        for code, assignment in known.items()
        if (problem := assignment.problem_of(given.get(code)))
    ]
    wrong += [
        FieldProblem(f"prop.{code}", f"data sets of type {type_.code} have no such property")
        for code in given
        if code not in known and code not in computed
    ]
    return {code: known[code].as_sent(value) for code, value in given.items() if code in known}, wrong
