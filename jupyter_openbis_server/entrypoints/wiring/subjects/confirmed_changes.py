"""Wiring of changes that are planned, confirmed and noted."""

from __future__ import annotations

import secrets
from functools import partial

from dependency_injector import containers, providers

from jupyter_openbis_server.domain.confirmed_changes.pending_plans import PendingPlans
from jupyter_openbis_server.domain.confirmed_changes.use_cases import ConfirmChange, ProposeChange
from jupyter_openbis_server.entrypoints.use_cases import ConfirmedChangeUseCases
from jupyter_openbis_server.entrypoints.wiring.services import utc_now
from jupyter_openbis_server.entrypoints.wiring.used import UsedDependencies

_ID_BYTES = 16


class ConfirmedChanges(containers.DeclarativeContainer):
    """Changes that are planned in one call and made in another one."""

    adapters = UsedDependencies()
    services = UsedDependencies()

    clock = providers.Object(utc_now)
    new_id = providers.Object(partial(secrets.token_urlsafe, _ID_BYTES))
    plans = providers.Singleton(PendingPlans, clock)
    use_cases = providers.Singleton(
        ConfirmedChangeUseCases,
        propose=providers.Factory(ProposeChange, plans, adapters.audit_log, new_id, services.change_guard),
        confirm=providers.Factory(ConfirmChange, plans, adapters.audit_log, services.change_guard),
    )
