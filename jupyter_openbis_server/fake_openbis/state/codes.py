"""Codes of new entities: which characters they may have.

The patterns and texts are those of openBIS's ``AbstractIdAndCodeHolder`` and ``ValidationMessages``.
"""

import re

from jupyter_openbis_server.fake_openbis.wire.failures import UserFailure
from jupyter_openbis_server.fake_openbis.wire.json_beans import Json

_CODE = re.compile(r"[A-Z0-9_.-]+")
_TERM_CODE = re.compile(r"[A-Z0-9_.:-]+")


def new_code(given: Json) -> str:
    """Return the code of a creation in capitals.

    Raises:
        UserFailure: When it is empty or has a character that codes must not have, such as a blank.
    """
    code = _not_empty(given)
    if _CODE.fullmatch(code) is None:
        raise UserFailure(f"Given code '{code}' contains illegal characters (allowed: A-Z, a-z, 0-9 and _, -, .)")
    return code


def new_term_code(given: Json) -> str:
    """Return the code of a new vocabulary term in capitals; it may have colons, too.

    Raises:
        UserFailure: When it is empty or has a character that codes of terms must not have.
    """
    code = _not_empty(given)
    if _TERM_CODE.fullmatch(code) is None:
        raise UserFailure(
            f"Given term code '{code}' contains illegal characters (allowed: A-Z, a-z, 0-9 and '_', '-', ':', '.')"
        )
    return code


def new_type_code(given: Json) -> str:
    """Return the code of a new type, property type or vocabulary in capitals; ``$`` may begin it.

    Raises:
        UserFailure: When it is empty or has a character that codes must not have.
    """
    code = _not_empty(given)
    return "$" + new_code(code[1:]) if code.startswith("$") else new_code(code)


def _not_empty(given: Json) -> str:
    code = str(given or "").upper()
    if not code:
        raise UserFailure("Code cannot be empty.")
    return code
