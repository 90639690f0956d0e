"""Property values as JSON."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

_TEXT: dict[str, Any] = {"type": "string"}


class PropertyValueField(fields.Field["str | tuple[str, ...]"]):
    """A text, or a list of texts of a multi-valued or ARRAY_* property."""

    def __init__(self, description: str = "") -> None:
        texts = {"type": "array", "items": _TEXT}
        described = f"{description}; a list for a multi-valued property, and for an array".removeprefix("; ")
        super().__init__(metadata={"oneOf": [_TEXT, texts], "description": described})

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:  # noqa: ANN401, ARG002
        return list(value) if isinstance(value, tuple) else value
