"""Sessions and the personal access tokens that stand for them (openbis-protocol 2)."""

import hmac
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone

from jupyter_openbis_server.fake_openbis.state import entities as e
from jupyter_openbis_server.fake_openbis.state.laboratory import Laboratory
from jupyter_openbis_server.fake_openbis.state.settings import ServerSettings
from jupyter_openbis_server.fake_openbis.wire.failures import InvalidSession, UserFailure

PAT_PREFIX = "$pat-"


@dataclass
class Session:
    """One session. ``pat_session_name`` is set for those behind personal access tokens, which do not time out."""

    user: str
    token: str = field(repr=False)
    last_active: float
    pat_session_name: str | None = None


def new_token(user: str, now: float) -> str:
    """``<user>-<yyMMddHHmmssSSS>x<32 upper-case hex digits>``."""
    moment = datetime.fromtimestamp(now, tz=timezone.utc)
    return f"{user}-{moment:%y%m%d%H%M%S}{moment.microsecond // 1000:03d}x{secrets.token_hex(16).upper()}"


class Sessions:
    """All sessions, in memory only, and the personal access tokens, which the laboratory keeps.

    Methods may be called from any thread.

    Args:
        laboratory: Where personal access tokens are kept.
        users: The password of each user.
        settings: Time-out, limits, users without roles.
        clock: Seconds since 1970 UTC.
    """

    def __init__(
        self, laboratory: Laboratory, users: Mapping[str, str], settings: ServerSettings, clock: Callable[[], float]
    ) -> None:
        self._laboratory = laboratory
        self._users = users
        self._settings = settings
        self._clock = clock
        self._lock = threading.RLock()
        self._sessions: dict[str, Session] = {}
        self._listeners: list[Callable[[str], None]] = []

    @property
    def pats_enabled(self) -> bool:
        """Whether this server knows personal access tokens."""
        return self._settings.personal_access_tokens and self._settings.api_minor > 5  # noqa: PLR2004 -- API 3.5

    def on_end(self, listener: Callable[[str], None]) -> None:
        """Has ``listener`` called with the token of each session that ends by logout, expiry or eviction."""
        self._listeners.append(listener)

    def login(self, user: str | None, password: str | None) -> str | None:
        """Return a new session's token, or None for an unknown user or a wrong password.

        Raises:
            UserFailure: when user or password is blank, or the user has no roles.
        """
        if not (user or "").strip():
            raise UserFailure("No 'user' specified.")
        if not (password or "").strip():
            raise UserFailure("No 'password' specified.")
        name = self._user_called(str(user))
        expected = self._users.get(name)
        if expected is None or not hmac.compare_digest(expected.encode(), str(password).encode()):
            return None
        return self.open(name)

    def open(self, user: str) -> str:
        """Return a new session's token without asking for a password.

        Raises:
            UserFailure: when the user has no roles.
        """
        if user in self._settings.users_without_roles:
            raise UserFailure(f"User '{user}' has no role assignments and thus is not permitted to login.")
        with self._lock:
            self._make_room_for(user)
            session = Session(user, new_token(user, self._clock()), self._clock())
            self._sessions[session.token] = session
        return session.token

    def is_active(self, token: str | None) -> bool:
        """Whether a token can be used. Does not extend the session and fails for nothing."""
        with self._lock:
            if self._is_pat(token):
                pat = self._laboratory.personal_access_tokens.get(token)
                return pat is not None and pat.valid_from <= self._laboratory.now() < pat.valid_to
            session = self._sessions.get(token or "")
            return session is not None and not self._has_expired(session)

    def resolve(self, token: str | None) -> Session:
        """Return the session of a token, or the one behind a personal access token; restarts its clock.

        Raises:
            InvalidSession: when the token is unknown, expired or not yet valid.
        """
        if self.pats_enabled and not (token or "").strip():
            raise InvalidSession("Hash cannot be empty.")
        with self._lock:
            if token is not None and self._is_pat(token):
                return self._behind(token)
            session = self._sessions.get(token or "")
            if session is None:
                raise InvalidSession(f"Session token '{token}' is invalid: user is not logged in.")
            if self._has_expired(session):
                self.end(session.token)
                raise InvalidSession("Session no longer available. Please login again.")
            session.last_active = self._clock()
            return replace(session)

    def logout(self, token: str | None) -> None:
        """End a session; do nothing for a personal access token or an unknown one."""
        if token is not None and not self._is_pat(token):
            self.end(token)

    def end(self, token: str) -> None:
        """End the session with this token, if there is one, and notify the listeners."""
        with self._lock:
            ended = self._sessions.pop(token, None)
        if ended is not None:
            for listener in self._listeners:
                listener(token)

    def end_without_token(self, user: str, session_name: str) -> None:
        """End the session behind the access tokens of one name, once none of these is left."""
        with self._lock:
            own = self._laboratory.personal_access_tokens.find("owner", user)
            if any(pat.session_name == session_name for pat in own):
                return
            shared = [s for s in self._sessions.values() if (s.user, s.pat_session_name) == (user, session_name)]
        for session in shared:
            self.end(session.token)

    def expire(self, token: str | None = None) -> None:
        """Make a session, or all, as old as the time-out; the next use of it reports the expiry."""
        with self._lock:
            for session in self._sessions.values():
                if token in (None, session.token):
                    session.last_active = float("-inf")

    def of_user(self, user: str) -> list[str]:
        """Return the tokens of a user's sessions, least recently active first, without those behind access tokens."""
        with self._lock:
            own = [s for s in self._sessions.values() if s.user == user and s.pat_session_name is None]
            return [session.token for session in sorted(own, key=lambda session: session.last_active)]

    def _user_called(self, given: str) -> str:
        """Return the user id for a login name; the name itself if there is none."""
        for user in self._users:
            person = self._laboratory.persons.get(user)
            if self._settings.login_ignores_case and user.lower() == given.lower():
                return user
            if self._settings.login_by_email and person and person.email.lower() == given.lower():
                return user
        return given

    def _make_room_for(self, user: str) -> None:
        for token in self.of_user(user):
            if self._has_expired(self._sessions[token]):
                self.end(token)
        limit = self._settings.sessions_per_user
        if limit > 0:
            for token in self.of_user(user)[: max(0, len(self.of_user(user)) - limit + 1)]:
                self.end(token)

    def _has_expired(self, session: Session) -> bool:
        return session.pat_session_name is None and self._clock() - session.last_active > self._settings.session_timeout

    def _is_pat(self, token: str | None) -> bool:
        return self.pats_enabled and token is not None and token.startswith(PAT_PREFIX)

    def _behind(self, token: str) -> Session:
        pat = self._laboratory.personal_access_tokens.get(token)
        if pat is None:
            raise InvalidSession("Personal access token session does not exist.")
        if self._laboratory.now() < pat.valid_from:
            raise InvalidSession("Personal access token is not yet valid.")
        if self._laboratory.now() >= pat.valid_to:
            raise InvalidSession("Personal access token is no longer valid.")
        self._laboratory.put(replace(pat, access_date=self._laboratory.now()))
        return replace(self._shared_session(pat))

    def _shared_session(self, pat: e.PersonalAccessToken) -> Session:
        for session in self._sessions.values():
            if session.user == pat.owner and session.pat_session_name == pat.session_name:
                return session
        session = Session(pat.owner, new_token(pat.owner, self._clock()), self._clock(), pat.session_name)
        self._sessions[session.token] = session
        return session
