"""Property values on the wire (openbis-protocol 3.4)."""

from .entities import PropertyValue
from .fetch_options import FetchOptions
from .translator import Translator


def property_map(
    t: Translator, properties: dict[str, PropertyValue], options: FetchOptions | None
) -> dict[str, PropertyValue] | None:
    """The properties by upper-case code, every value as text; lists only from API 3.7 on.

    A SAMPLE property is left out when the user does not see that sample.
    """
    if options is None:
        return None
    newer = t.context.settings.api_minor > 6  # noqa: PLR2004 -- API 3.7
    return {
        code: ", ".join(value) if isinstance(value, list) and not newer else value
        for code, value in properties.items()
        if _is_visible(t, code, value)
    }


def _is_visible(t: Translator, code: str, value: PropertyValue) -> bool:
    property_type = t.laboratory.property_types.get(code)
    if property_type is None or property_type.data_type != "SAMPLE" or isinstance(value, list):
        return True
    sample = t.laboratory.sample(value)
    return sample is not None and t.laboratory.may_see(t.user, sample)
