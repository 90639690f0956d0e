"""Content of `environment.yml`."""

from ruamel.yaml import YAML

from jupyter_openbis_server.domain.notebooks.environments.environment_yml import environment_yml_of
from jupyter_openbis_server.domain.notebooks.environments.kernel_environment import (
    CondaPackage,
    KernelEnvironment,
    Language,
    Origin,
    Package,
)

CONDA = (
    CondaPackage("python", "3.11.4", "conda-forge"),
    CondaPackage("numpy", "1.26.4", "conda-forge"),
    CondaPackage("mkl", "2024.0", "defaults"),
    CondaPackage("tool", "1!2.0_1", "https://conda.example.org/lab"),
    CondaPackage("libgcc-ng", "13.2.0", ""),
)


def environment(*packages: Package, conda: tuple[CondaPackage, ...] = CONDA) -> KernelEnvironment:
    return KernelEnvironment("conda", Language.PYTHON, "3.11", packages, conda)


def test_file_lists_packages_of_conda_and_of_pip() -> None:
    text = environment_yml_of(
        environment(
            Package("numpy", "1.26.4", Origin.CONDA),
            Package("zarr", "3.0"),
            Package("labtools", "0.3", Origin.ADDRESS, "git+https://h.org/labtools@0a1b#subdirectory=x"),
            Package("own", "0.1", Origin.UNKNOWN),
        ),
        "Growth curves",
        "head",
    )
    assert text is not None
    assert YAML(typ="safe").load(text) == {
        "name": "Growth-curves",
        "channels": ["conda-forge", "https://conda.example.org/lab", "defaults"],
        "dependencies": [
            "libgcc-ng=13.2.0",
            "mkl=2024.0",
            "numpy=1.26.4",
            "python=3.11.4",
            "tool=1!2.0_1",
            {"pip": ["labtools @ git+https://h.org/labtools@0a1b#subdirectory=x", "zarr==3.0"]},
        ],
    }
    assert text.startswith("# head\nname:")
    assert "    # own==0.1 is not known to be where pip could find it\n" in text


def test_without_packages_of_pip_there_is_no_pip_section() -> None:
    text = environment_yml_of(environment(Package("own", "0.1", Origin.UNKNOWN)), "a") or ""
    assert "pip:" not in text
    assert all(isinstance(each, str) for each in YAML(typ="safe").load(text)["dependencies"])


def test_without_a_known_channel_the_default_channels_are_used() -> None:
    text = environment_yml_of(environment(conda=(CondaPackage("a", "1"),)), "...") or ""
    assert YAML(typ="safe").load(text) == {"name": "notebook", "channels": ["defaults"], "dependencies": ["a=1"]}


def test_invalid_names_and_versions_are_omitted() -> None:
    conda = (
        CondaPackage("a\n  - evil", "1", "x"),
        CondaPackage("b", "1: x", "x"),
        CondaPackage("c", "1", "x\n- y"),
        CondaPackage("d", "1", "conda-forge"),
    )
    loaded = YAML(typ="safe").load(environment_yml_of(environment(conda=conda), "a") or "")
    assert (loaded["dependencies"], loaded["channels"]) == (["c=1", "d=1"], ["conda-forge"])


def test_other_kernels_have_no_environment_file() -> None:
    assert environment_yml_of(environment(Package("zarr", "3.0"), conda=()), "a") is None
