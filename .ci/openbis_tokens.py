"""The form of openBIS's session tokens and personal access tokens, for detect-secrets."""

from __future__ import annotations

import re

from detect_secrets.plugins.base import RegexBasedDetector


class OpenbisTokenDetector(RegexBasedDetector):  # type: ignore[misc]  # it has no types
    """Finds `user-<time>x<32 hexadecimal digits>`, also with the prefix `$pat-` (docs/openbis-protocol.md, 2)."""

    secret_type = "openBIS token"  # noqa: S105 - the name of the kind
    denylist = (re.compile(r"-\d{15}x[0-9A-F]{32}\b"),)
