"""From entities to the objects of the wire: one translator for each reply, which decides what is shared."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from jupyter_openbis_server.fake_openbis.application_server.search.paging import nested_page
from jupyter_openbis_server.fake_openbis.state.context import Context
from jupyter_openbis_server.fake_openbis.state.table import Keyed
from jupyter_openbis_server.fake_openbis.wire.fetch_options import FetchOptions
from jupyter_openbis_server.fake_openbis.wire.json_beans import Bean

EntityT = TypeVar("EntityT", bound=Keyed)


class Translator:
    """Makes the beans of one reply for one user.

    An entity asked for twice with equal fetch options is one bean, which the encoder writes once and repeats as a bare
    integer, as openBIS's translators do (openbis-protocol 1.5). Entities the user may not see become null.

    Args:
        context: The fake openBIS.
        user: Who asks.

    Attributes:
        api_minor: The minor number of the API version; beans have more or fewer fields by it.
    """

    def __init__(self, context: Context, user: str) -> None:
        self.context = context
        self.laboratory = context.laboratory
        self.user = user
        self.api_minor = context.settings.api_minor
        self._made: dict[tuple[str, str, str], Bean] = {}

    def one(
        self,
        make: "Callable[[Translator, EntityT, FetchOptions], Bean]",
        entity: EntityT | None,
        options: FetchOptions | None,
    ) -> Bean | None:
        """Return the bean of an entity; None when there is no entity, it is not to be fetched, or not visible."""
        if entity is None or options is None or not self.laboratory.may_see(self.user, entity):
            return None
        key = (type(entity).__name__, entity.key, options.signature)
        if key not in self._made:
            self._made[key] = make(self, entity, options)
        return self._made[key]

    def many(
        self,
        make: "Callable[[Translator, EntityT, FetchOptions], Bean]",
        entities: Iterable[EntityT | None],
        options: FetchOptions | None,
    ) -> list[Bean] | None:
        """Return the beans of those entities that exist and are visible; None when they are not to be fetched."""
        if options is None:
            return None
        visible = [each for each in entities if each is not None and self.laboratory.may_see(self.user, each)]
        beans = (self.one(make, entity, options) for entity in nested_page(visible, options))
        return [bean for bean in beans if bean is not None]
