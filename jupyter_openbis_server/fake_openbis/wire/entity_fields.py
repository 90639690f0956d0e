"""Fields that several kinds of entities have on the wire: people, histories, properties (openbis-protocol 3.4)."""

from jupyter_openbis_server.fake_openbis.state import entities as e
from jupyter_openbis_server.fake_openbis.state.entities import PropertyValue
from jupyter_openbis_server.fake_openbis.wire.fetch_option_fields import HISTORIES
from jupyter_openbis_server.fake_openbis.wire.fetch_options import FetchOptions
from jupyter_openbis_server.fake_openbis.wire.json_beans import Bean
from jupyter_openbis_server.fake_openbis.wire.person_beans import person_bean
from jupyter_openbis_server.fake_openbis.wire.translator import Translator


def people(
    t: Translator, entity: e.Project | e.Experiment | e.Sample | e.DataSet, options: FetchOptions
) -> dict[str, Bean | None]:
    """Return the fields ``registrator`` and ``modifier``."""
    persons = t.laboratory.persons
    return {
        "registrator": t.one(person_bean, persons.get(entity.registrator), options["registrator"]),
        "modifier": t.one(person_bean, persons.get(entity.modifier), options["modifier"]),
    }


def histories(kind: str, options: FetchOptions) -> dict[str, list[Bean] | None]:
    """Return the history fields of a kind of entity: the fake records no changes, so that fetched ones are empty."""
    return {name: None if options[name] is None else [] for name in HISTORIES[kind]}


def object_properties(t: Translator, options: FetchOptions) -> dict[str, dict[str, Bean] | None]:
    """Return the fields ``materialProperties``, which API 3.7 does not have, and ``sampleProperties``.

    The fake puts no objects into them.
    """
    names = ("sampleProperties",) if t.api_minor > 6 else ("materialProperties", "sampleProperties")  # noqa: PLR2004
    return {name: None if options[name] is None else {} for name in names}


def property_map(
    t: Translator, properties: dict[str, PropertyValue], options: FetchOptions | None
) -> dict[str, PropertyValue] | None:
    """Return the properties by upper-case code, every value as text; lists only from API 3.7 on.

    Of a multi-valued property with one value, that value stands alone, as openBIS writes it (its PropertyTranslator).
    A SAMPLE property is left out when the user does not see that sample.
    """
    if options is None:
        return None
    newer = t.context.settings.has_multi_values
    shown = {code: _shown(t, code, value) for code, value in properties.items()}
    return {
        code: value if newer or isinstance(value, str) else ", ".join(e.texts_of(value))
        for code, value in shown.items()
        if value
    }


def _shown(t: Translator, code: str, value: PropertyValue) -> PropertyValue:
    property_type = t.laboratory.property_types.get(code)
    if property_type is None:
        return value
    if property_type.data_type == "SAMPLE":
        visible = [each for each in e.texts_of(value) if _is_visible(t, each)]
        value = visible if isinstance(value, list) else "".join(visible)
    return value[0] if property_type.multi_value and len(value) == 1 else value


def _is_visible(t: Translator, text: str) -> bool:
    sample = t.laboratory.sample(text)
    return sample is not None and t.laboratory.may_see(t.user, sample)
