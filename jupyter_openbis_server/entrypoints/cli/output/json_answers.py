"""The keys of the JSON answer of each command, for the documentation and its test."""

from __future__ import annotations

from typing import NamedTuple


class Answer(NamedTuple):
    """The answer of a command, beside `version`, and `error` after a failure.

    Attributes:
        keys: All keys on the first level.
        remark: What the values are.
    """

    keys: tuple[str, ...]
    remark: str = ""


_CONNECTION = Answer(
    (
        "name",
        "url",
        "status",
        "username",
        "password",
        "saved",
        "mount",
        "isMounted",
        "mountpoint",
        "hostKey",
        "problem",
        "verify_certificates",
        "ca_bundle",
        "certificate_fingerprints",
        "http_only",
        "canLogIn",
        "isTokenLogin",
        "remembered",
        "canBeRemembered",
        "rememberProblem",
        "unrevoked",
    ),
    "a connection; the password is masked",
)
_PAGE = ("start_with", "count", "totalCount")
_RESULTS = ("downloads", "failures", "nothingSelected", "empty", "links")
_PLAN = ("dataSets", "total", "toFetch", "freeBytes", "fits")
_DETAILS = (
    "kind",
    "permId",
    "identifier",
    "type",
    "$NAME",
    "properties",
    "owner",
    "parents",
    "children",
    "childrenCount",
    "registrator",
    "registrationDate",
    "modificationDate",
    "hasFileServer",
    "hasAfsFiles",
    "remark",
    "elnUrl",
    "dataSet",
)
_FILES = ("files", "problem", "problemCode")
_SYNC = ("folder", "owner", "permId", "direction", "differences", "counts", "unchanged", "unusable", "unusableCount")
_OBJECT_FILES = ("owner", "ownerKind", "permId", "folder")

ANSWERS: dict[str, Answer] = {
    "conn list": Answer(("connections",)),
    "conn show": _CONNECTION,
    "conn test": _CONNECTION,
    "conn add": Answer(("name", "file", "updated"), "`updated`: the file had a connection of that name"),
    "conn trust": Answer(("name", "fingerprints"), "`fingerprints`: of all trusted certificates"),
    "conn remove": Answer(("file",)),
    "lineage": Answer(
        ("start", "nodes", "edges", "isComplete"),
        "each node with `key` (permId, or name of the notebook), `kind`, `name`, `type`; each edge with `source`, "
        "`result`",
    ),
    "login": Answer(("connection", "kept", "validUntil"), "`kept`: where"),
    "logout": Answer(("forgotten", "revoked"), "numbers of tokens"),
    "whoami": Answer(
        ("connection", "url", "user", "login", "validUntil", "openbisVersion", "apiVersion", "accessTokens"),
        "`login`: `session`, `personal-access-token` or `panel`",
    ),
    "ls": Answer(("place", "entities", "dataSets", *_PAGE, "remark", "files", "filesProblem")),
    "ls -d": Answer(("dataSets", *_PAGE, "remark")),
    "ls -R": Answer(("place", "entities", "dataSets", *_PAGE, "remark"), "all of them"),
    "ls PERMID": Answer(("dataSet", "folder", "files", *_PAGE), "of a data set, or with PATH"),
    "search": Answer(("entities", "dataSets", "totalCount", "counts"), "`counts`: by kind, with `--counts`; else null"),
    "tree": Answer(("root", "nodes"), "each node with its `depth`, and with `parent` or `path`"),
    "du": Answer(("references",), "each with `reference`, `bytes`, `unknown` (how many sizes), `dataSets`"),
    "types": Answer(("dataSetTypes",), "each with `propertyAssignments`"),
    "info": Answer(_DETAILS),
    "info (object with files)": Answer(
        (*_DETAILS, *_FILES), "of a sample or experiment that has files itself, in openBIS's file server (AFS)"
    ),
    "info PERMID": Answer(
        (*_DETAILS, "dataStore", "components", *_FILES),
        "of a data set; each file with its `component`",
    ),
    "download": Answer(
        _RESULTS,
        "`downloads`: what is complete; `failures`: `permId` (or reference), `code`, `reason`; `nothingSelected`: "
        "permIds without a file that `--match` fits; `empty`: references without data sets; `links`: data sets whose "
        "files are outside openBIS",
    ),
    "download --dry-run": Answer(_PLAN, "each data set with its `problem`"),
    "mirror": Answer(
        (*_RESULTS, "absent"),
        "`absent`: `permId` and `path` of downloads that are no longer below the reference, and whether openBIS still "
        "has the data set (`exists`)",
    ),
    "mirror --dry-run": Answer((*_PLAN, "absent")),
    "sync": Answer(
        (*_SYNC, "done", "failed", "copies", "settled", "differenceCounts", "failedCount", "copyCount"),
        "`done`: what was done; `failed`: `action` and `error`; `copies`: openBIS's versions of files that both sides "
        "have changed; `differences`: what stays different; exit status 1 if anything failed or is different",
    ),
    "sync --type": Answer(
        ("folder", "owner", "permId", "dataSets", "everythingInOpenbis"),
        "each with `path`, `state`, `permId`, `error`; also with `--check` and `--dry-run`",
    ),
    "sync --check": Answer(
        (*_SYNC, "actions", "toSend", "toFetch", "deletesMany"), "exit status 1 if not all files are in openBIS"
    ),
    "sync --dry-run": Answer((*_SYNC, "actions", "toSend", "toFetch", "deletesMany")),
    "set": Answer(("changed", "plan", "entity"), "`plan` as with `--dry-run`; `entity` as `info` without files"),
    "set --dry-run": Answer(
        (
            "kind",
            "permId",
            "identifier",
            "type",
            "$NAME",
            "properties",
            "addedParents",
            "removedParents",
            "isEmpty",
            "basedOn",
            "modifier",
            "seen",
        ),
        "each property with `field`, `label`, `before`, `after`",
    ),
    "create": Answer(("entity", "link"), "`entity`: `kind`, `permId`, `identifier`, `type`, `$NAME`"),
    "create --dry-run": Answer(("kind", "type", "in", "code", "codePrefix", "identifier", "properties", "parents")),
    "import": Answer(
        ("objects", "unused", "missing"),
        "each object with `permId`, `identifier`, `isNew`, `files` (number), `dataSet`; paths of files of no entry",
    ),
    "import --dry-run": Answer(
        ("objects", "unused", "missing"),
        "each object with `entry`, `identifier`, `exists`, `properties`, `leftOut`, `files`, `missing` (names); paths "
        "of files of no entry",
    ),
    "unarchive": Answer(("dataSets",), "each with `permId`, `status`"),
    "verify": Answer(
        ("downloads",),
        "each with `path`, `permId`, `ok`, `isComplete`, `wrong`, `unknown`; exit status 6 if one is not `ok`",
    ),
    "upload": Answer(("status", "permId", "statusText")),
    "upload --dry-run": Answer(("type", "owner", "parents", "properties", "files", "total", "leftOutFiles")),
    "upload (no --type)": Answer(
        (*_OBJECT_FILES, "connection", "stored", "unchanged", "link", "leftOutFiles"), "files of an object"
    ),
    "upload (no --type) --dry-run": Answer(
        (*_OBJECT_FILES, "files", "total", "existing", "replaces", "unchanged", "leftOutFiles")
    ),
    "mv": Answer(("path", "newPath")),
    "rm": Answer(("deleted",), "paths"),
    "publish": Answer(("historyId", "remarks", "target", "permId", "folder", "link")),
    "publish --dry-run": Answer(
        (
            "historyId",
            "remarks",
            "type",
            "owner",
            "parents",
            "properties",
            "files",
            "total",
            "leftOutFiles",
            "leftOut",
        )
    ),
    "requirements": Answer(("kernel", "language", "runtime", "packages", "notInstallable", "comments", "files")),
    "export": Answer(
        ("path", "title", "files", "inputs", "parameters", "authors", "license", "remarks"),
        "each input with `permId`, `url`, `folder`, `files`, `missingFiles`, `missingBytes` (those not included)",
    ),
    "rerun": Answer(
        ("folder", "ok", "outputs", "failedCell", "exception", "basedOn"),
        "each output with `name`, `state`: `same`, `different`, `missing`, `unknown`",
    ),
    "rerun --dry-run": Answer(
        ("title", "authors", "notebook", "folder", "requirements", "toFetch", "parameters", "remarks"),
        "`toFetch`: as `inputs` of `export`",
    ),
    "mount": _CONNECTION,
    "unmount": _CONNECTION,
    "doctor": Answer(
        ("results",),
        "each with `subject`, `ok`, `isNeeded`, `text`; exit status 1 if one is needed and not `ok`",
    ),
}
"""By command, with the options that make a difference."""

WITHOUT_ANSWER = ("cat", "demo", "head", "mcp")
"""Commands that write something else to standard output."""


def rows() -> list[str]:
    """Return the rows of a table in Markdown."""
    return [f"| `{command}` | {_described(answer)} |" for command, answer in ANSWERS.items()]


def _described(answer: Answer) -> str:
    keys = ", ".join(f"`{key}`" for key in answer.keys)
    return f"{keys}; {answer.remark}" if answer.remark else keys
