"""Reduction of an untrusted notebook to the fields that nbconvert's templates need.

The templates write some metadata into pages unescaped, e.g. the width of a picture as an attribute without quotes. So
only the fields listed here are kept, and every value has the expected type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

SHOWN_TYPES = (
    "text/html",
    "text/markdown",
    "image/svg+xml",
    "text/latex",
    "image/png",
    "image/jpeg",
    "text/plain",
)
"""Media types that are inert or can be sanitised; no widgets and diagrams, which run code in the browser."""

_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
_LANGUAGE = re.compile(r"[A-Za-z0-9+#._ -]{1,40}")
_SIZES = ("width", "height")


def harmless(notebook: Any) -> Any:  # noqa: ANN401 - nbformat has no types
    """Return a notebook of version 4 with inert cells, outputs and metadata.

    Raises:
        TypeError, KeyError, AttributeError: the notebook is invalid.
    """
    from nbformat import from_dict  # noqa: PLC0415 - slow import

    language = {
        key: value
        for key, value in (notebook.metadata.get("language_info") or {}).items()
        if key in ("name", "pygments_lexer") and isinstance(value, str) and _LANGUAGE.fullmatch(value)
    }
    metadata = {"language_info": language} if language else {}
    return from_dict(
        {"nbformat": 4, "nbformat_minor": 4, "metadata": metadata, "cells": list(map(_cell, notebook.cells))}
    )


def _cell(cell: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
    kind = cell["cell_type"]
    kept: dict[str, Any] = {"cell_type": kind, "metadata": {}, "source": _text(cell["source"])}
    if kind == "code":
        kept["execution_count"] = _number(cell.get("execution_count"))
        kept["outputs"] = list(_outputs(cell.get("outputs") or ()))
    if kind == "raw" and isinstance(form := cell.get("metadata", {}).get("raw_mimetype"), str):
        kept["metadata"] = {"raw_mimetype": form}
    if kind == "markdown":
        kept["attachments"] = {
            name: _pictures(bundle)
            for name, bundle in (cell.get("attachments") or {}).items()
            if isinstance(bundle, dict)
        }
    return kept


def _outputs(outputs: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - as above
    for output in outputs:
        kind = output["output_type"]
        if kind == "stream":
            name = "stderr" if output.get("name") == "stderr" else "stdout"
            yield {"output_type": kind, "name": name, "text": _text(output["text"])}
        elif kind == "error":
            lines = [_text(line) for line in output.get("traceback") or ()]
            words = {key: _text(output.get(key, "")) for key in ("ename", "evalue")}
            yield {"output_type": kind, **words, "traceback": lines}
        elif kind in ("display_data", "execute_result"):
            count = {"execution_count": _number(output.get("execution_count"))} if kind == "execute_result" else {}
            yield {"output_type": kind, "data": _shown(output["data"]), "metadata": _sizes(output), **count}


def _shown(data: Any) -> dict[str, str]:  # noqa: ANN401 - as above
    return {kind: _text(data[kind]) for kind in SHOWN_TYPES if kind in data}


def _sizes(output: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
    """Return the sizes of pictures, numbers only."""
    metadata = output.get("metadata") or {}
    kept = {}
    for kind in ("image/png", "image/jpeg"):
        sizes = {**_numbers_in(metadata), **_numbers_in(metadata.get(kind) or {})}
        if sizes:
            kept[kind] = sizes
    return kept


def _numbers_in(metadata: Any) -> dict[str, int]:  # noqa: ANN401 - as above
    found = {name: _number(metadata.get(name)) for name in _SIZES}
    return {name: number for name, number in found.items() if number is not None}


def _pictures(bundle: dict[str, Any]) -> dict[str, str]:
    return {
        kind: data
        for kind, data in bundle.items()
        if kind.startswith("image/") and isinstance(data, str) and _BASE64.fullmatch(data)
    }


def _number(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _text(value: object) -> str:
    if isinstance(value, list):
        return "".join(map(_text, value))
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} is not a text")
    return value
