"""`--prop` and `--props-file`: property values on the command line and in YAML."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from jupyter_openbis_server.domain.properties.python_values import WrittenValue

_PROPS_FILE = "--props-file"
_MAX_VALUES = 100_000
"""Maximum number of values of one file; nested aliases can expand to more values than fit into memory."""


def values_from_options(options: Iterable[str], option: str = "--prop") -> dict[str, object]:
    """Return the values of `--prop CODE=VALUE` by upper-case code; a list if a code is repeated.

    Args:
        options: The texts.
        option: Name of the option or argument, for messages.
    """
    values: dict[str, list[str]] = {}
    for each in options:
        code, equals, value = each.partition("=")
        if not equals or not code.strip():
            raise click.BadParameter(f"{each!r} is not CODE=VALUE{_hint(code, equals)}", param_hint=option)
        values.setdefault(code.strip().upper(), []).append(value)
    return {code: several[0] if len(several) == 1 else several for code, several in values.items()}


def _hint(code: str, equals: str) -> str:
    """Return a hint about how a shell has expanded `--prop $NAME=value`."""
    return "; a shell replaces $NAME: put it into quotes, '$NAME=…'" if equals and not code.strip() else ""


def values_from_file(path: Path | None) -> dict[str, object]:
    """Return the values of a YAML file by upper-case code.

    A text is kept as written, e.g. `0012` or `2.50`; an unquoted one also keeps its YAML value.
    """
    if path is None:
        return {}
    try:
        node = YAML(typ="safe", pure=True).compose(path.read_text("utf-8"))
    except (YAMLError, ValueError, RecursionError) as error:
        raise click.BadParameter(f"{path} is not YAML", param_hint=_PROPS_FILE) from error
    if not isinstance(node, MappingNode):
        raise click.BadParameter(f"{path} must have lines 'CODE: value'", param_hint=_PROPS_FILE)
    try:
        return _Reader(path).properties(node)
    except RecursionError:
        raise click.BadParameter(f"{path} is nested without end", param_hint=_PROPS_FILE) from None


class _Reader:
    """Reads the nodes of one YAML file. All methods raise BadParameter."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._count = 0

    def properties(self, node: MappingNode) -> dict[str, object]:
        """Return the values of the top-level map by upper-case code."""
        found: dict[str, object] = {}
        for code, value in self._items(node):
            key = code.strip().upper()
            if key in found:
                raise self._refused(f"has {key} twice")
            found[key] = value
        return found

    def _items(self, node: MappingNode) -> Iterable[tuple[str, object]]:
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                raise self._refused("has a key that is not a text")
            yield str(key.value), self._value(value)

    def _value(self, node: Node) -> object:
        self._count += 1
        if self._count > _MAX_VALUES:
            raise self._refused(f"has more than {_MAX_VALUES} values")
        if isinstance(node, SequenceNode):
            return [self._value(each) for each in node.value]
        if isinstance(node, MappingNode):
            return self._map(node)
        return _scalar(str(node.value), str(node.tag).rpartition(":")[2])

    def _map(self, node: MappingNode) -> dict[str, object]:
        found: dict[str, object] = {}
        for key, value in self._items(node):
            if key in found:
                raise self._refused(f"has {key} twice")
            found[key] = value
        return found

    def _refused(self, problem: str) -> click.BadParameter:
        return click.BadParameter(f"{self._path} {problem}", param_hint=_PROPS_FILE)


def _scalar(text: str, tag: str) -> str:
    """Return a text with its YAML value: the `tag` of a quoted text is `str`."""
    try:
        match tag:
            case "null":
                return WrittenValue(text, None)
            case "bool":
                return WrittenValue(text, text.lower() == "true")
            case "int":
                return WrittenValue(text, int(text, 0) if text[:2].lower() in ("0x", "0o") else int(text))
            case "float":
                return WrittenValue(text, float(text.lower().replace(".nan", "nan").replace(".inf", "inf")))
    except ValueError:  # a notation that Python cannot parse
        return text
    return text
