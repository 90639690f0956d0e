"""Wiring of research objects: exports, the description of publications, and reruns."""

from __future__ import annotations

from dependency_injector import containers, providers

from jupyter_openbis_server.domain.lineage.trace_lineage import TraceLineage
from jupyter_openbis_server.domain.research_objects.crate_builder import CrateBuilder
from jupyter_openbis_server.domain.research_objects.export_notebook import ExportNotebook
from jupyter_openbis_server.domain.research_objects.inputs import FindInputs
from jupyter_openbis_server.domain.research_objects.notebooks.notebook_lineage import TraceNotebookLineage
from jupyter_openbis_server.domain.research_objects.publication_crate import PublicationCrate
from jupyter_openbis_server.domain.research_objects.reruns.fetch_inputs import FetchInputs
from jupyter_openbis_server.domain.research_objects.reruns.opening import OpenCrate
from jupyter_openbis_server.domain.research_objects.reruns.publication_source import FetchPublication
from jupyter_openbis_server.domain.research_objects.reruns.rerun_notebook import PlanRerun, RerunNotebook
from jupyter_openbis_server.entrypoints.use_cases import ResearchObjectUseCases
from jupyter_openbis_server.entrypoints.wiring.services import utc_now
from jupyter_openbis_server.entrypoints.wiring.used import UsedDependencies


class ResearchObjects(containers.DeclarativeContainer):
    """Research objects: export, publish with, run again."""

    adapters = UsedDependencies()
    services = UsedDependencies()
    downloads = UsedDependencies()

    find_inputs = providers.Factory(FindInputs, adapters.download_folders, adapters.workspace)
    builder = providers.Factory(
        CrateBuilder,
        find_inputs,
        adapters.notebook_parser,
    )
    publication_crate = providers.Factory(PublicationCrate, adapters.workspace, builder, adapters.crate_writer)
    opened = providers.Factory(OpenCrate, adapters.packages, adapters.crate_reader)
    use_cases = providers.Singleton(
        ResearchObjectUseCases,
        export=providers.Factory(
            ExportNotebook,
            adapters.connections,
            adapters.workspace,
            adapters.notebook_pages,
            builder,
            adapters.crate_writer,
            adapters.packages,
            clock=providers.Object(utc_now),
        ),
        trace_notebook_lineage=providers.Factory(
            TraceNotebookLineage,
            find_inputs,
            adapters.notebook_parser,
            providers.Factory(TraceLineage, services.sessions, adapters.relations),
            adapters.connections,
        ),
        plan_rerun=providers.Factory(PlanRerun, opened),
        fetch_publication=providers.Factory(FetchPublication, downloads.download, adapters.packages),
        rerun=providers.Factory(
            RerunNotebook,
            opened,
            adapters.packages,
            adapters.crate_writer,
            adapters.workspace,
            providers.Factory(
                FetchInputs, adapters.connections, adapters.download_folders, adapters.workspace, downloads.download
            ),
            adapters.environments,
            adapters.notebook_runner,
            adapters.notebook_parser,
            adapters.connections,
            clock=providers.Object(utc_now),
        ),
    )
