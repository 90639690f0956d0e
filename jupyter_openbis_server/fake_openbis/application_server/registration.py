"""Registering uploaded files as a data set: what the default dropbox does (openbis-protocol 7.2 and 7.3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from jupyter_openbis_server.fake_openbis.application_server.entities.property_checks import checked_properties
from jupyter_openbis_server.fake_openbis.application_server.entities.sample_references import with_sample_references
from jupyter_openbis_server.fake_openbis.sample_data.additions import add_data_set
from jupyter_openbis_server.fake_openbis.state import entities as e
from jupyter_openbis_server.fake_openbis.state.laboratory import Laboratory
from jupyter_openbis_server.fake_openbis.state.store import Store
from jupyter_openbis_server.fake_openbis.wire.json_beans import Json


@dataclass(frozen=True)
class NewDataSet:
    """What a client says about the data set it wants.

    Attributes:
        type: Its type.
        owner: The sample or experiment it belongs to.
        parents: PermIds of its parents.
        properties: Values by property code, as sent.
        perm_id: The permId it shall have; None for a new one.
    """

    type: e.EntityType
    owner: e.Sample | e.Experiment
    parents: list[str] = field(default_factory=list)
    properties: Mapping[str, Json] = field(default_factory=dict)
    perm_id: str | None = None


class Registration:
    """Makes data sets out of files.

    Args:
        laboratory: Where data sets are entered.
        store: Where their files go.
        data_store_code: The data store they belong to.
    """

    def __init__(self, laboratory: Laboratory, store: Store, data_store_code: str) -> None:
        self._laboratory = laboratory
        self._store = store
        self._data_store_code = data_store_code

    def register(self, wanted: NewDataSet, incoming: Path, user: str) -> e.DataSet:
        """Register a file or folder, which is moved into the store.

        Raises:
            UserFailure: When the properties do not fit the type; nothing is registered or moved then.
        """
        checked = checked_properties(self._laboratory, wanted.type, wanted.properties)
        properties = with_sample_references(self._laboratory, user, checked)
        perm_id = wanted.perm_id or self._laboratory.new_perm_id()
        size = self._store.move_in(perm_id, incoming)
        return add_data_set(
            self._laboratory,
            wanted.type.code,
            perm_id=perm_id,
            data_store=self._data_store_code,
            sample=wanted.owner.perm_id if isinstance(wanted.owner, e.Sample) else None,
            experiment=wanted.owner.perm_id if isinstance(wanted.owner, e.Experiment) else None,
            parents=wanted.parents,
            properties=properties,
            registrator=user,
            modifier=user,
            physical_data=e.PhysicalData(location=perm_id, size=size),
        )
