"""The SFTP view of a server with file-system plugins (openbis-protocol 8.1)."""

from jupyter_openbis_server.fake_openbis.sftp.view import Entry, NoSuchPath, SftpView, normal
from jupyter_openbis_server.fake_openbis.state.store import ContentFailure

DEFAULT = "DEFAULT"
ELN_LIMS = "ELN-LIMS"


class SftpViewWithPlugins(SftpView):
    """The root lists ``DEFAULT``, below which everything is as without plugins, and ``ELN-LIMS``, here empty."""

    def entry(self, user: str, path: str) -> Entry:
        """Return what is at a path; see ``SftpView``."""
        plugin, rest = _split(path)
        return super().entry(user, rest) if plugin == DEFAULT else Entry(plugin, True, 0.0)

    def entries(self, user: str, path: str) -> list[Entry]:
        """Return what is in a folder; see ``SftpView``."""
        plugin, rest = _split(path)
        if plugin == DEFAULT:
            return super().entries(user, rest)
        return [] if plugin else [Entry(name, True, 0.0) for name in (DEFAULT, ELN_LIMS)]

    def file(self, user: str, path: str) -> str:
        """Where a file is on disk; see ``SftpView``."""
        plugin, rest = _split(path)
        if plugin != DEFAULT:
            raise ContentFailure(f"Resource '{path}' is a folder.")
        return super().file(user, rest)


def _split(path: str) -> tuple[str, str]:
    plugin, _, rest = normal(path)[1:].partition("/")
    if plugin not in ("", DEFAULT, ELN_LIMS) or (plugin == ELN_LIMS and rest):
        raise NoSuchPath(path)
    return plugin, rest
