"""A data store in memory that ends the process, or loses answers."""

from jupyter_openbis_server.testing.fakes.openbis.data_store import MemoryDataStore


class Killed(BaseException):
    """The end of the process."""


class BreakingDataStore(MemoryDataStore):
    """Ends the process, or loses an answer, before or after registrations of a type.

    Attributes:
        before: Error that is raised instead of a registration.
        after: Error that is raised after a registration.
    """

    before: BaseException | None = None
    after: BaseException | None = None

    def register(self, session, draft, cancellation, progress, on_registering=lambda _: None):
        def begin(mark):
            on_registering(mark)
            if self.before:
                raise self.before

        perm_id = super().register(session, draft, cancellation, progress, begin)
        if self.after:
            raise self.after
        return perm_id
