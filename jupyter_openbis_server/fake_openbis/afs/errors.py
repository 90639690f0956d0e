"""The errors of AFS: code, text and JSON form (openbis-afs 5).

Texts and types are those of openBIS's ``AFSExceptions``, ``HTTPExceptions``, ``APIExceptions`` and ``FSExceptions``;
their enumeration constants are the names here.
"""

import json
from dataclasses import dataclass
from enum import Enum

_REASON = "ch.ethz.sis.afs.api.dto.ExceptionReason"
_LIST = "java.util.ImmutableCollections$List12"
_CLIENT = "ClientDeveloperCodingError"
_RECOVERABLE = "RecoverableSystemStateError"
_UNKNOWN = "UnknownError"
_UNKNOWN_TEXT = "Unknown error of type {}, please contact support, this error comes with message: {}"
_FILE_SYSTEM, _HTTP, _API, _SERVER = 1, 3, 1, 4
"""Codes of components; the API has that of the file system."""


@dataclass(frozen=True)
class _Template:
    code: int
    component: int
    type: str
    text: str


class Kind(Enum):
    """The errors that requests of users can cause."""

    PATH_BUSY = _Template(10011, _FILE_SYSTEM, _CLIENT, "Path can't be operated by: {} - {} is currently being used")
    PATH_NOT_REGULAR_FILE = _Template(
        10014, _FILE_SYSTEM, _CLIENT, "Path can't be operated by: {} - {} is not a regular file"
    )
    PATH_NOT_IN_STORE = _Template(10015, _FILE_SYSTEM, _CLIENT, "Path given to: {} - Not in store: {}")
    PATH_IN_STORE = _Template(10016, _FILE_SYSTEM, _CLIENT, "Path given to: {} - In store: {}")
    PATH_RELATIVE = _Template(10017, _FILE_SYSTEM, _CLIENT, "Path given to: {} - can't contain '/../': {}")
    PATH_NOT_START_WITH_ROOT = _Template(
        10018, _FILE_SYSTEM, _CLIENT, "Path given to: {} - don't starts with root '/' : {}"
    )
    PATH_INVALID = _Template(10023, _FILE_SYSTEM, _CLIENT, "Path {} contains invalid characters")
    PATH_LOCKS = _Template(
        10024, _FILE_SYSTEM, _RECOVERABLE, "Path can't be operated by: {} - {} locks cannot be obtained"
    )
    PATH_IN_TRASH = _Template(10027, _FILE_SYSTEM, _CLIENT, "Path can't be operated by: {} - {} is in trash directory")
    PATH_IN_SNAPSHOTS = _Template(
        10028, _FILE_SYSTEM, _CLIENT, "Path can't be operated by: {} - {} is in snapshots directory"
    )
    PARAMETER_INVALID = _Template(10029, _FILE_SYSTEM, _CLIENT, "Parameter of operation {} is invalid. {}")

    HTTP_UNKNOWN = _Template(20001, _HTTP, _UNKNOWN, _UNKNOWN_TEXT)
    INVALID_PARAMETERS = _Template(20002, _HTTP, _CLIENT, "Invalid parameters")
    INVALID_HTTP_METHOD = _Template(20003, _HTTP, _CLIENT, "Invalid HTTP method")

    UNKNOWN = _Template(30001, _API, _UNKNOWN, _UNKNOWN_TEXT)
    TRANSACTION_CONTROL = _Template(
        30004, _API, _CLIENT, "Non interactiveSession request list with incorrect transaction control requests"
    )
    WRONG_PARAMETER_COUNT = _Template(30005, _API, _CLIENT, "Wrong parameters list length for method")
    MISSING_PARAMETER = _Template(30006, _API, _CLIENT, "Missing parameter '{}' for method '{}'")
    WRONG_PARAMETER_TYPE = _Template(30007, _API, _CLIENT, "Parameter '{}' for method '{}' has incorrect type")

    NO_RIGHTS = _Template(
        40001, _SERVER, _CLIENT, "Session {} don't have rights [{}] over {} {} to perform the operation {}"
    )
    SESSION_NOT_FOUND = _Template(40003, _SERVER, _RECOVERABLE, "Session {} doesn't exist")
    MAX_READ_SIZE = _Template(40004, _SERVER, _CLIENT, "Session {} tried to read {} bytes when the maximum is {}")


class AfsError(Exception):
    """An error that AFS reports with status 400.

    Args:
        kind: The kind of the error.
        values: Values for the placeholders of its text.
    """

    def __init__(self, kind: Kind, *values: object) -> None:
        self.kind = kind
        super().__init__(kind.value.text.format(*values))

    def body(self) -> bytes:
        """Return the body of the response: Jackson writes values that are declared as interfaces with their class."""
        template = self.kind.value
        reason = {
            "message": str(self),
            "exceptionCode": template.code,
            "componentCode": template.component,
            "types": [_LIST, [template.type]],
        }
        return json.dumps({"id": "1", "result": None, "error": [_REASON, reason]}, ensure_ascii=False).encode()


def java_error(java_class: str, message: object) -> AfsError:
    """Return the error for an exception of Java for which AFS has no error of its own."""
    return AfsError(Kind.UNKNOWN, java_class, message)


def no_such_file(path: object) -> AfsError:
    """Return the error for listing or reading a missing path; clients look for the class name (openbis-afs 3)."""
    return java_error("NoSuchFileException", path)
