"""The parameters of the file-transfer servlet, read from query or body with all its oddities (openbis-protocol 6.3)."""

import json
import re
import urllib.parse
from collections.abc import Mapping

from jupyter_openbis_server.fake_openbis.data_store.file_transfer.engine import ILLEGAL_ARGUMENT, Range, TransferFailure

SERVLET_EXCEPTION = "javax.servlet.ServletException"
_FIRST_WITH_BODY = 6
_FIRST_WITH_VERSION_2 = 7
_JACKSON = "com.fasterxml.jackson"
_INTEGER = re.compile(r"[+-]?[0-9]+")
_SMALLEST, _LARGEST = -(2**31), 2**31 - 1


class Parameters:
    """The parameters of one request.

    Args:
        values: All texts given for each name.
        version_2: Whether ``downloadItemIds`` is a JSON array.
    """

    def __init__(self, values: Mapping[str, list[str]], *, version_2: bool = False) -> None:
        self._values = values
        self._version_2 = version_2

    @property
    def method(self) -> str:
        """The method called.

        Raises:
            TransferFailure: When there is none, or more than one.
        """
        given = self._values.get("method", [])
        if len(given) != 1:
            raise TransferFailure(f"There must be a single method defined: '[{', '.join(given)}]'.")
        return given[0]

    def text(self, name: str) -> str:
        """Return the (first) text of a parameter.

        Raises:
            TransferFailure: When it is missing.
        """
        return self._texts(name)[0]

    def number(self, name: str) -> int | None:
        """Return a parameter as a number, or None when it is missing.

        Raises:
            TransferFailure: When it is not an integer of 32 bits.
        """
        if name not in self._values:
            return None
        text = self.text(name)
        if not _INTEGER.fullmatch(text) or not _SMALLEST <= int(text) <= _LARGEST:
            raise TransferFailure(f"Parameter '{name}' is not an integer: {text}", SERVLET_EXCEPTION)
        return int(text)

    def item_ids(self) -> list[str]:
        """Return the items to download.

        Raises:
            TransferFailure: When the parameter is missing, or no JSON array in version 2.
        """
        if not self._version_2:
            return self._parts("downloadItemIds")
        try:
            item_ids = json.loads(self.text("downloadItemIds"))
        except ValueError as error:
            raise TransferFailure(f"Unexpected character: {error}", f"{_JACKSON}.core.JsonParseException") from error
        if not isinstance(item_ids, list) or not all(isinstance(item_id, str) for item_id in item_ids):
            raise TransferFailure(
                "Cannot deserialize instance of `java.util.ArrayList<java.lang.String>`",
                f"{_JACKSON}.databind.exc.MismatchedInputException",
            )
        return item_ids

    def ranges(self) -> list[Range]:
        """Return the chunk numbers to queue.

        Raises:
            TransferFailure: When there are none, or one cannot be read.
        """
        ranges = [_read_range(part) for part in self._parts("ranges")]
        if not ranges:
            raise TransferFailure("Ranges cannot be null or empty")
        return ranges

    def _parts(self, name: str) -> list[str]:
        parts = (part.strip() for text in self._texts(name) for part in text.split(","))
        return [part for part in parts if part]

    def _texts(self, name: str) -> list[str]:
        if name not in self._values:
            raise TransferFailure(f"Unspecified parameter '{name}'.", SERVLET_EXCEPTION)
        if not self._values[name]:
            raise TransferFailure("Index 0 out of bounds for length 0", "java.lang.ArrayIndexOutOfBoundsException")
        return self._values[name]


def read_parameters(query: str, body: bytes, api_minor: int) -> Parameters:
    """Return the parameters of a request: of its body if it has one, from API 3.6 on, else of the query.

    Args:
        query: The query as sent.
        body: The body as sent.
        api_minor: Minor number of the server's API version.

    Raises:
        TransferFailure: When the body is not an object whose values are lists of strings.
    """
    if not body or api_minor < _FIRST_WITH_BODY:
        return Parameters(urllib.parse.parse_qs(query, keep_blank_values=True))
    values = _read_body(body)
    version_2 = api_minor >= _FIRST_WITH_VERSION_2 and values.get("version") == ["2"]
    return Parameters(values, version_2=version_2)


def _read_body(body: bytes) -> dict[str, list[str]]:
    try:
        values = json.loads(body)
    except ValueError as error:
        message = f"Unrecognized token '{body[:40].decode(errors='replace')}'"
        raise TransferFailure(message, f"{_JACKSON}.core.JsonParseException") from error
    if not isinstance(values, dict):
        message = "Cannot deserialize instance of `java.util.LinkedHashMap<java.lang.Object,java.lang.Object>`"
        raise TransferFailure(message, f"{_JACKSON}.databind.exc.MismatchedInputException")
    return {name: _read_texts(value) for name, value in values.items()}


def _read_texts(value: object) -> list[str]:
    if value is None:
        raise TransferFailure('Cannot invoke "java.util.List.size()"', "java.lang.NullPointerException")
    if not isinstance(value, list):
        message = f"class {_java_class(value)} cannot be cast to class java.util.List"
        raise TransferFailure(message, "java.lang.ClassCastException")
    for text in value:
        if not isinstance(text, str):
            message = f"arraycopy: element type mismatch: can not cast {_java_class(text)} to java.lang.String"
            raise TransferFailure(message, "java.lang.ArrayStoreException")
    return value


def _java_class(value: object) -> str:
    names = {str: "java.lang.String", bool: "java.lang.Boolean", int: "java.lang.Integer", float: "java.lang.Double"}
    return names.get(type(value), "java.util.LinkedHashMap")


def _read_range(text: str) -> Range:
    """``a:b``, or ``a`` or ``a:`` for one number; a third field is ignored."""
    fields = text.rstrip(":").split(":")
    if not all(_INTEGER.fullmatch(field) and int(field) <= _LARGEST for field in fields[:2]):
        raise TransferFailure(f"Invalid range in parameter 'ranges': {text}", SERVLET_EXCEPTION)
    first, last = int(fields[0]), int(fields[1] if len(fields) > 1 else fields[0])
    if first < 0:
        raise TransferFailure("Start cannot be < 0", ILLEGAL_ARGUMENT)
    if first > last:
        raise TransferFailure("Start cannot be > end", ILLEGAL_ARGUMENT)
    return Range(first, last)
