"""The relations of each class of fetch options, with the class of their own options (openbis-protocol 3.2).

Names and classes are those of openBIS's own ``…FetchOptions`` classes.
"""

from dataclasses import dataclass

_PACKAGES = {
    "AuthorizationGroup": "authorizationgroup",
    "Attachment": "attachment",
    "DataSet": "dataset",
    "DataSetType": "dataset",
    "DataStore": "datastore",
    "Empty": "common",
    "EntityType": "entitytype",
    "Experiment": "experiment",
    "ExperimentType": "experiment",
    "ExternalDms": "externaldms",
    "FileFormatType": "dataset",
    "HistoryEntry": "history",
    "LinkedData": "dataset",
    "LocatorType": "dataset",
    "Material": "material",
    "MaterialType": "material",
    "Person": "person",
    "PersonalAccessToken": "pat",
    "PhysicalData": "dataset",
    "Plugin": "plugin",
    "Project": "project",
    "Property": "property",
    "PropertyAssignment": "property",
    "PropertyType": "property",
    "RoleAssignment": "roleassignment",
    "Sample": "sample",
    "SampleType": "sample",
    "SemanticAnnotation": "semanticannotation",
    "Space": "space",
    "StorageFormat": "dataset",
    "Tag": "tag",
    "Vocabulary": "vocabulary",
    "VocabularyTerm": "vocabulary",
}
_RELATIONS = {
    "Space": "registrator:Person samples:Sample projects:Project",
    "Project": "experiments:Experiment samples:Sample space:Space registrator:Person modifier:Person leader:Person "
    "attachments:Attachment",
    "Experiment": "type:ExperimentType project:Project dataSets:DataSet samples:Sample properties:Property "
    "materialProperties:Material sampleProperties:Sample tags:Tag registrator:Person modifier:Person "
    "attachments:Attachment",
    "Sample": "type:SampleType project:Project space:Space experiment:Experiment properties:Property "
    "materialProperties:Material sampleProperties:Sample parents:Sample children:Sample container:Sample "
    "components:Sample dataSets:DataSet tags:Tag registrator:Person modifier:Person attachments:Attachment",
    "DataSet": "type:DataSetType dataStore:DataStore physicalData:PhysicalData linkedData:LinkedData "
    "experiment:Experiment sample:Sample properties:Property materialProperties:Material sampleProperties:Sample "
    "parents:DataSet children:DataSet containers:DataSet components:DataSet tags:Tag modifier:Person "
    "registrator:Person",
    "PhysicalData": "storageFormat:StorageFormat fileFormatType:FileFormatType locatorType:LocatorType",
    "LinkedData": "externalDms:ExternalDms",
    "DataSetType": "propertyAssignments:PropertyAssignment validationPlugin:Plugin",
    "SampleType": "propertyAssignments:PropertyAssignment semanticAnnotations:SemanticAnnotation "
    "validationPlugin:Plugin",
    "ExperimentType": "propertyAssignments:PropertyAssignment validationPlugin:Plugin",
    "EntityType": "propertyAssignments:PropertyAssignment",
    "PropertyAssignment": "entityType:EntityType propertyType:PropertyType semanticAnnotations:SemanticAnnotation "
    "registrator:Person plugin:Plugin",
    "PropertyType": "vocabulary:Vocabulary materialType:MaterialType sampleType:SampleType "
    "semanticAnnotations:SemanticAnnotation registrator:Person",
    "Vocabulary": "registrator:Person terms:VocabularyTerm",
    "VocabularyTerm": "vocabulary:Vocabulary registrator:Person",
    "Plugin": "registrator:Person script:Empty",
    "Person": "space:Space registrator:Person roleAssignments:RoleAssignment",
    "Tag": "experiments:Experiment samples:Sample dataSets:DataSet materials:Material owner:Person",
    "HistoryEntry": "author:Person",
    "PersonalAccessToken": "owner:Person registrator:Person modifier:Person",
    "Attachment": "registrator:Person previousVersion:Attachment content:Empty",
    "Material": "type:MaterialType history:HistoryEntry registrator:Person properties:Property "
    "materialProperties:Material tags:Tag",
    "MaterialType": "propertyAssignments:PropertyAssignment validationPlugin:Plugin",
    "SemanticAnnotation": "entityType:EntityType propertyType:PropertyType propertyAssignment:PropertyAssignment",
    "RoleAssignment": "registrator:Person user:Person authorizationGroup:AuthorizationGroup space:Space "
    "project:Project",
    "AuthorizationGroup": "registrator:Person users:Person roleAssignments:RoleAssignment",
}
HISTORIES = {
    "Project": ("history", "spaceHistory", "experimentsHistory", "samplesHistory", "unknownHistory"),
    "Experiment": (
        "history",
        "propertiesHistory",
        "projectHistory",
        "samplesHistory",
        "dataSetsHistory",
        "unknownHistory",
    ),
    "Sample": (
        "history",
        "propertiesHistory",
        "spaceHistory",
        "projectHistory",
        "experimentHistory",
        "parentsHistory",
        "childrenHistory",
        "containerHistory",
        "componentsHistory",
        "dataSetsHistory",
        "unknownHistory",
    ),
    "DataSet": (
        "history",
        "propertiesHistory",
        "experimentHistory",
        "sampleHistory",
        "parentsHistory",
        "childrenHistory",
        "containersHistory",
        "componentsHistory",
        "contentCopiesHistory",
        "unknownHistory",
    ),
}
"""The history relations of each kind of entity; an entity has a field of the same name for each."""

_PLAIN: dict[str, dict[str, object]] = {"Person": {"webAppSettings": None, "allWebAppSettings": False}}
_WITHOUT_SORT = ("Empty", "Property")
_WITHOUT_SORT_BY = ("Person",)
_UNTIL_API_3_6 = ("materialProperties", "materialType", "fileFormatType", "materials")
"""Relations that API 3.7 no longer has; it has no materials."""


@dataclass(frozen=True)
class OptionFields:
    """The fields of one class of fetch options besides ``from``, ``count`` and ``cacheMode``.

    Attributes:
        type_name: Its ``@type``.
        relations: The kind of the options of each relation, e.g. ``DataSet``, by the relation's name.
        plain: Fields that are no relations, with the value they have when nothing is asked for.
        sort_fields: Those of ``sort`` and ``sortBy`` that are written; both show the same sort options.
    """

    type_name: str
    relations: dict[str, str]
    plain: dict[str, object]
    sort_fields: tuple[str, ...]

    @property
    def sort_type(self) -> str:
        """The ``@type`` of its sort options."""
        return self.type_name.replace("FetchOptions", "SortOptions")

    def names(self, api_minor: int) -> list[str]:
        """Return the names of the relations in an API version."""
        removed = _UNTIL_API_3_6 if api_minor > 6 else ()  # noqa: PLR2004 -- API 3.7
        return [name for name in self.relations if name not in removed]


def _fields(kind: str) -> OptionFields:
    pairs = (pair.split(":") for pair in _RELATIONS.get(kind, "").split())
    relations = dict(pairs) | dict.fromkeys(HISTORIES.get(kind, ()), "HistoryEntry")
    sort = () if kind in _WITHOUT_SORT else ("sort",)
    sort_by = () if kind in _WITHOUT_SORT_BY else ("sortBy",)
    type_name = f"as.dto.{_PACKAGES[kind]}.fetchoptions.{kind}FetchOptions"
    return OptionFields(type_name, relations, _PLAIN.get(kind, {}), (*sort, *sort_by))


OPTION_FIELDS = {kind: _fields(kind) for kind in _PACKAGES}
"""The fields of each class of fetch options, by the kind of object that they are about, e.g. ``DataSet``."""
