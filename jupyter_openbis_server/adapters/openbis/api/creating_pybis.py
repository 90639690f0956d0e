"""Creation of one sample or experiment by pyBIS's object model (decision 0020).

pyBIS builds the creation: the ids of type and place, the code, also for a type that generates codes; and it checks
mandatory properties and vocabularies. Five steps are done here:

- The properties. pyBIS sends arrays as lists, which servers before API 3.7 refuse, rewrites timestamps without their
  zone, and takes no text for a number.
- Property types and vocabularies. pyBIS asks for each of them by up to four requests; the draft has them.
- The end. After the creation, pyBIS prints to standard output and reads the entity again; an error in that would hide
  that the entity exists. So pyBIS is left as soon as openBIS has answered.
- The parents. pyBIS reads each with its type, experiment and project, by six requests or more.
- The place. pyBIS asks for a place up to four times, and ignores all errors in that, also that of an expired session.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from jupyter_openbis_server.adapters.openbis.api.json_rpc import JsonRpc
from jupyter_openbis_server.adapters.openbis.api.patched_pybis import PatchedOpenbis
from jupyter_openbis_server.adapters.openbis.api.v3_objects import perm_id
from jupyter_openbis_server.domain.catalogue.entity_kind import EntityKind
from jupyter_openbis_server.domain.errors import UnexpectedResponse
from jupyter_openbis_server.domain.instances.session import Instance
from jupyter_openbis_server.domain.properties.entity_type import PropertyAssignment
from jupyter_openbis_server.domain.properties.property_value import PropertyValue, values_of

if TYPE_CHECKING:
    from jupyter_openbis_server.domain.changes.new_entity import EntityDraft

_CREATING = frozenset({"createSamples", "createExperiments"})


class _Created(Exception):
    """Raised to leave pyBIS when openBIS has created the entity."""

    def __init__(self, answer: object) -> None:
        super().__init__()
        self.answer = answer


class CreatingOpenbis(PatchedOpenbis):
    """A pyBIS object that creates one entity. Use one per creation.

    Attributes:
        is_sent: Whether the creation was sent: openBIS may have made it.
    """

    def __init__(
        self, instance: Instance, token: str | None, rpc: JsonRpc, draft: EntityDraft, properties: Mapping[str, Any]
    ) -> None:
        super().__init__(instance, token, rpc)
        self.__dict__["is_sent"] = False
        self._draft, self._properties, self._instance_name = draft, properties, instance.name

    def run(self) -> str:
        """Create the entity and return its permId.

        Raises:
            OpenbisError: of a request; if `is_sent`, it may be that of the creation.
            ValueError, KeyError: pyBIS does not accept the entity; nothing was sent.
        """
        entity = self._new_sample() if self._draft.kind is EntityKind.SAMPLE else self._new_experiment()
        for assignment in self._draft.type.assignments:
            value = self._draft.properties.get(assignment.code)
            if assignment.mandatory and value is not None:  # pyBIS checks that these are set
                entity.props[assignment.code.lower()] = _python_value(assignment, value)
        try:
            entity.save()
        except _Created as created:
            return self._perm_id(created.answer)
        raise UnexpectedResponse(self._instance_name, "pyBIS did not create the entity")

    def get_property_type(self, code: str, *_: object, **__: object) -> SimpleNamespace:
        """Return what pyBIS needs to know of a property type. The draft has it."""
        known = self._draft.type.assignment(code.upper())
        data_type, several = (known.data_type, known.multi_value) if known else ("VARCHAR", False)
        return SimpleNamespace(dataType=data_type, multiValue=several, vocabulary=code.upper(), metaData={})

    def get_vocabulary(self, code: str, *_: object, **__: object) -> SimpleNamespace:
        """Return the terms of a property, as pyBIS reads them. `code` is that of the property."""
        known = self._draft.type.assignment(code)
        codes = [each.code for each in known.terms] if known else []
        terms = SimpleNamespace(df={"code": SimpleNamespace(values=codes)})
        return SimpleNamespace(get_terms=lambda: terms)

    def _new_sample(self) -> Any:  # noqa: ANN401 - pyBIS has no types
        codes = self._draft.owner.identifier.strip("/").split("/")
        project = _known("project", "/" + "/".join(codes[:2])) if len(codes) > 1 else None
        sample = self.new_sample(self._draft.type.code, project=project)
        sample.space = SimpleNamespace(data={"permId": {"@type": "as.dto.space.id.SpacePermId", "permId": codes[0]}})
        if self._draft.owner.kind is EntityKind.EXPERIMENT:
            sample.experiment = _known("experiment", self._draft.owner.identifier)
        if self._draft.code:
            sample.code = self._draft.code
        return sample

    def _new_experiment(self) -> Any:  # noqa: ANN401 - pyBIS has no types
        project = _known("project", self._draft.owner.identifier)
        return self.new_experiment(self._draft.type.code, self._draft.code, project)

    def _post_request_full_url(self, full_url: str, request: dict[str, Any]) -> object:
        if request["method"] not in _CREATING:
            return super()._post_request_full_url(full_url, request)
        built = request["params"][1][0]
        creation = {key: value for key, value in built.items() if value is not None}  # old servers do not know all keys
        creation["properties"] = dict(self._properties)
        if self._draft.parents:
            creation["parentIds"] = [perm_id("sample.id.SamplePermId", each.perm_id) for each in self._draft.parents]
        request["params"][1][0] = creation
        self.__dict__["is_sent"] = True
        raise _Created(super()._post_request_full_url(full_url, request))

    def _perm_id(self, answer: object) -> str:
        first = answer[0] if isinstance(answer, list) and answer else None
        created = first.get("permId") if isinstance(first, dict) else None
        if not isinstance(created, str) or not created:
            raise UnexpectedResponse(self._instance_name, "openBIS does not state what it has created")
        return created


def _known(kind: str, identifier: str) -> SimpleNamespace:
    """Return something known, as pyBIS takes it for an object that it has read."""
    type_ = f"as.dto.{kind}.id.{kind.capitalize()}Identifier"
    return SimpleNamespace(data={"identifier": {"@type": type_, "identifier": identifier}})


def _python_value(assignment: PropertyAssignment, value: PropertyValue) -> object:
    """Return a value in the form that pyBIS accepts for its data type."""
    if assignment.multi_value or not isinstance(value, str):
        return [_scalar(assignment.data_type, each) for each in values_of(value)]
    return _scalar(assignment.data_type, value)


def _scalar(data_type: str, text: str) -> object:
    if data_type == "INTEGER":
        return int(text)
    if data_type == "REAL":
        return float(text)
    return text == "true" if data_type == "BOOLEAN" else text
