"""Ids as clients send them (openbis-protocol 3.1 and 1.3)."""

from dataclasses import dataclass

from jupyter_openbis_server.fake_openbis.wire.failures import UnreadableParameter
from jupyter_openbis_server.fake_openbis.wire.json_beans import Bean, Json

_ID_TYPES: dict[str, tuple[str, ...]] = {
    "space": ("as.dto.space.id.SpacePermId",),
    "project": ("as.dto.project.id.ProjectPermId", "as.dto.project.id.ProjectIdentifier"),
    "experiment": ("as.dto.experiment.id.ExperimentPermId", "as.dto.experiment.id.ExperimentIdentifier"),
    "sample": ("as.dto.sample.id.SamplePermId", "as.dto.sample.id.SampleIdentifier"),
    "dataset": ("as.dto.dataset.id.DataSetPermId",),
    "entitytype": ("as.dto.entitytype.id.EntityTypePermId",),
    "property": ("as.dto.property.id.PropertyTypePermId",),
    "vocabulary": ("as.dto.vocabulary.id.VocabularyPermId",),
    "vocabularyterm": ("as.dto.vocabulary.id.VocabularyTermPermId",),
    "plugin": ("as.dto.plugin.id.PluginPermId",),
    "person": ("as.dto.person.id.PersonPermId", "as.dto.person.id.Me"),
    "pat": ("as.dto.pat.id.PersonalAccessTokenPermId",),
    "tag": ("as.dto.tag.id.TagPermId", "as.dto.tag.id.TagCode"),
    "deletion": ("as.dto.deletion.id.DeletionTechId",),
}
_TEXT_FIELDS = ("permId", "identifier", "code", "techId")


@dataclass(frozen=True)
class Id:
    """An id: the simple name of its class, and its text (permId, identifier or code) as sent."""

    class_name: str
    text: str
    vocabulary: str | None = None

    def __str__(self) -> str:
        """Return the text, which is also the key in the maps get methods return."""
        return f"{self.text} ({self.vocabulary})" if self.vocabulary else self.text


def read_id(raw: Json, family: str) -> Id:
    """Return the id in a parameter.

    Args:
        raw: The JSON value.
        family: Which ids are meant: ``space``, ``project``, ``experiment``, ``sample``, ``dataset``, ``entitytype``,
            ``property``, ``vocabulary``, ``vocabularyterm``, ``plugin``, ``person``, ``pat``, ``tag`` or ``deletion``.

    Raises:
        UnreadableParameter: when there is no ``@type``, or one of another family.
    """
    known = _ID_TYPES[family]
    given = raw.get("@type") if isinstance(raw, dict) else None
    if given is None:
        raise UnreadableParameter(
            "Could not deserialize object.\nAttempt of deserialization with type failed with: "
            f"missing type id property '@type' (known type ids = [{', '.join(known)}])"
        )
    if given not in known:
        raise UnreadableParameter(
            f"Could not resolve type id '{given}' as a subtype of `{family}`: known type ids = [{', '.join(known)}]"
        )
    text = next((str(raw[field]) for field in _TEXT_FIELDS if raw.get(field) is not None), "")
    return Id(given.rpartition(".")[2], text, raw.get("vocabularyCode"))


def read_ids(raw: Json, family: str) -> list[Id]:
    """Return the ids in a parameter that is a list or, as the server tolerates, a single one; null gives none."""
    return [read_id(item, family) for item in as_list(raw)]


def as_list(raw: Json) -> list[Json]:
    """Return the value as a list: the server takes a single object where a list is expected (1.4)."""
    if raw is None:
        return []
    return raw if isinstance(raw, list) else [raw]


def as_objects(raw: Json) -> list[Json]:
    """Return the value as a list of JSON objects, a single one being tolerated.

    Raises:
        UnreadableParameter: when something in it is no object.
    """
    objects = as_list(raw)
    for item in objects:
        if not isinstance(item, dict):
            raise UnreadableParameter(f"Could not deserialize object.\nCannot construct instance from {item!r}")
    return objects


def perm_id_bean(type_name: str, perm_id: str) -> Bean:
    """Return an id bean with a permId, e.g. ``as.dto.space.id.SpacePermId``."""
    return Bean(type_name, {"permId": perm_id})


def identifier_bean(type_name: str, identifier: str) -> Bean:
    """Return an id bean with an identifier."""
    return Bean(type_name, {"identifier": identifier})
