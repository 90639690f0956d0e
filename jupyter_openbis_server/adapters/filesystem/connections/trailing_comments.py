"""Comments behind a YAML entry, which ruamel.yaml counts among it although they speak of what follows."""

from __future__ import annotations

from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import CommentMark
from ruamel.yaml.tokens import CommentToken

_BEHIND_VALUE = 2
"""Index of the comment behind a value among the comments of its key."""


def keep_behind(last: object, added: CommentedMap) -> None:
    """Move the comments behind the last entry of a list behind one that will be added after it.

    Comments indented as the keys of `last` are stay with it. Blank lines and all other comments move.
    """
    if not isinstance(last, CommentedMap) or not last:
        return
    key = next(reversed(last))
    comments = last.ca.items.get(key)
    token = comments[_BEHIND_VALUE] if comments else None
    if token is None:
        return
    own, following = _split(token.value, last.lc.col)
    token.value = own
    if following:
        moved = CommentToken(f"\n{following}", CommentMark(0))
        added.ca.items[next(reversed(added))] = [None, None, moved, None]


def _split(comment: str, column: int) -> tuple[str, str]:
    """Split after the last comment line that is indented by `column`; the first line is behind the value itself."""
    lines = comment.splitlines(keepends=True)
    own = 1
    for number, line in enumerate(lines[1:], start=2):
        text = line.lstrip()
        if text and len(line) - len(text) < column:
            break
        own = number if text else own
    return "".join(lines[:own]), "".join(lines[own:])
