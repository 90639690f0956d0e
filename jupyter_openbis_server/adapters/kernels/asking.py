"""Asks a new kernel for its packages. Only `kernels` imports this module, and only when it is needed."""

from __future__ import annotations

from pathlib import Path

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager, NoSuchKernel
from jupyter_client.manager import KernelManager
from traitlets import TraitError

from jupyter_openbis_server.adapters.kernels.deadline import Deadline
from jupyter_openbis_server.adapters.kernels.kernel_client import KernelClient
from jupyter_openbis_server.adapters.kernels.kernel_process import running
from jupyter_openbis_server.adapters.kernels.logger import LOGGER
from jupyter_openbis_server.adapters.kernels.questions import language_of, question_in
from jupyter_openbis_server.domain.errors import InvalidPath, KernelFailed, UnknownKernel, UnsupportedLanguage
from jupyter_openbis_server.domain.notebooks.environments.kernel_environment import KernelEnvironment, Language
from jupyter_openbis_server.domain.notebooks.environments.kernel_response import environment_in


def environment_of(kernel: str, folder: str, seconds: float, environ: dict[str, str]) -> KernelEnvironment:
    """Start a kernel with an environment in a folder, and return its answer. Raises the errors of the port."""
    specs = KernelSpecManager(log=LOGGER)
    manager = KernelManager(kernel_name=kernel, kernel_spec_manager=specs, log=LOGGER)
    spec = _spec_of(kernel, manager, specs)
    language = language_of(spec.language)
    if language is None:
        raise UnsupportedLanguage(kernel, spec.language, [each.value for each in Language])
    if not Path(folder).is_dir():
        raise InvalidPath(folder, "there is no such folder")
    deadline = Deadline(kernel, seconds)
    with running(manager, kernel, folder, environ) as process:
        client = KernelClient(process, deadline)
        client.begin()
        answer = client.ask(question_in(language))
    return environment_in(answer, kernel, language)


def _spec_of(kernel: str, manager: KernelManager, specs: KernelSpecManager) -> KernelSpec:
    try:
        spec = manager.kernel_spec
    except NoSuchKernel as error:
        raise UnknownKernel(kernel, sorted(specs.find_kernel_specs())) from error
    except (OSError, ValueError, TypeError, TraitError) as error:
        raise KernelFailed(kernel, "cannot be started: its kernel.json is damaged or cannot be read") from error
    if spec is None:
        raise UnknownKernel(kernel, sorted(specs.find_kernel_specs()))
    if not spec.argv:
        raise KernelFailed(kernel, "cannot be started: its kernel.json names no program")
    return spec
