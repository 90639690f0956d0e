"""Properties of data type SAMPLE: clients may send an identifier, openBIS stores the permId (openbis-protocol 3.4).

The refusals are those of openBIS's ``UpdateEntityPropertyExecutor``, which converts the values after all entities of a
request have been created.
"""

from collections.abc import Mapping

from jupyter_openbis_server.fake_openbis.state import entities as e
from jupyter_openbis_server.fake_openbis.state.laboratory import Laboratory
from jupyter_openbis_server.fake_openbis.wire.failures import UserFailure


def with_sample_references(
    lab: Laboratory, user: str, properties: Mapping[str, e.PropertyValue]
) -> dict[str, e.PropertyValue]:
    """Return the properties with the permId of each sample that they refer to.

    Raises:
        UserFailure: When the user sees no such sample, or the property is for samples of another type.
    """
    return {code: _stored_value(lab, user, code, value) for code, value in properties.items()}


def _stored_value(lab: Laboratory, user: str, code: str, value: e.PropertyValue) -> e.PropertyValue:
    property_type = lab.property_types.get(code)
    if property_type is None or property_type.data_type != "SAMPLE":
        return value
    perm_ids = [_perm_id(lab, user, property_type, text) for text in e.texts_of(value)]
    return perm_ids if isinstance(value, list) else perm_ids[0]


def _perm_id(lab: Laboratory, user: str, property_type: e.PropertyType, text: str) -> str:
    sample = lab.sample(text)
    if sample is None or not lab.may_see(user, sample):
        raise UserFailure(f"Unknown sample: {text}")
    if property_type.sample_type not in (None, sample.type):
        raise UserFailure(
            f"Property {property_type.code} is not a sample of type {property_type.sample_type} "
            f"but of type {sample.type}"
        )
    return sample.perm_id
