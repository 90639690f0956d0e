"""Wiring of changes in openBIS."""

from __future__ import annotations

from dependency_injector import containers, providers

from jupyter_openbis_server.domain.changes.change_checks import ChangeChecks
from jupyter_openbis_server.domain.changes.change_entity import ApplyChange, PlanChange
from jupyter_openbis_server.domain.changes.create_entity import CreateEntity, CreationChecks, PlanCreation
from jupyter_openbis_server.domain.changes.references import References
from jupyter_openbis_server.domain.changes.unarchiving import RequestUnarchiving, WaitUntilAvailable
from jupyter_openbis_server.entrypoints.use_cases import ChangeUseCases
from jupyter_openbis_server.entrypoints.wiring.used import UsedDependencies


class Changes(containers.DeclarativeContainer):
    """Changes of metadata, new samples and experiments, files back from the archive."""

    adapters = UsedDependencies()
    services = UsedDependencies()

    references = providers.Factory(References, adapters.entities, adapters.data_sets)
    change_checks = providers.Factory(ChangeChecks, adapters.types, references, adapters.relations)
    creation_checks = providers.Factory(CreationChecks, adapters.entities, adapters.types, references)
    plan = providers.Factory(PlanChange, services.sessions, references, change_checks)
    create = providers.Factory(
        CreateEntity,
        services.sessions,
        creation_checks,
        adapters.entities,
        adapters.entity_changes,
        services.change_guard,
    )
    use_cases = providers.Singleton(
        ChangeUseCases,
        plan=plan,
        apply=providers.Factory(
            ApplyChange, services.sessions, plan, adapters.entities, adapters.entity_changes, services.change_guard
        ),
        plan_creation=providers.Factory(PlanCreation, services.sessions, creation_checks),
        create=create,
        request_unarchiving=providers.Factory(
            RequestUnarchiving,
            services.sessions,
            adapters.data_sets,
            adapters.entity_changes,
            services.change_guard,
        ),
        wait_until_available=providers.Factory(WaitUntilAvailable, services.sessions, adapters.data_sets),
    )
