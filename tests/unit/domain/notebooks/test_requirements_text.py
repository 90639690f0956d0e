"""Content of `requirements.txt` and `runtime.txt`."""

import pytest

from jupyter_openbis_server.domain.notebooks.environments.kernel_environment import (
    KernelEnvironment,
    Language,
    Origin,
    Package,
    PackageComment,
)
from jupyter_openbis_server.domain.notebooks.environments.requirements_text import (
    comments_on,
    names_by_text,
    not_installable,
    requirements_of,
    runtime_of,
)


def python(*packages: Package) -> KernelEnvironment:
    return KernelEnvironment("python3", Language.PYTHON, "3.11", packages)


def r(*packages: Package) -> KernelEnvironment:
    return KernelEnvironment("ir", Language.R, "4.2", packages)


def last_lines(environment: KernelEnvironment, number: int) -> list[str]:
    return requirements_of(environment, "requirements.txt").split("\n")[-number:]


def test_the_runtime_is_language_and_version():
    assert runtime_of(python()) == "python-3.11"
    assert runtime_of(r()) == "r-4.2"


def test_python_packages_are_written_as_the_published_client_does_but_sorted():
    packages = Package("typing_extensions", "4.12.2"), Package("Jinja2", "3.1.4"), Package("ruamel.yaml", "0.18.6")
    expected = "jinja2==3.1.4\nruamel.yaml==0.18.6\ntyping-extensions==4.12.2"
    assert requirements_of(python(*packages), "requirements.txt") == expected
    assert requirements_of(python(*reversed(packages)), "requirements.txt") == expected


def test_environment_without_packages_is_an_empty_file():
    assert requirements_of(python(), "requirements.txt") == ""


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("git+https://example.org/lab/tools.git@0a1b", "git+https://example.org/lab/tools.git@0a1b"),
        ("git+ssh://git@example.org/tools.git@0a1b", "git+ssh://git@example.org/tools.git@0a1b"),
        ("git+https://anna:s3cret@example.org/tools@0a1b", "git+https://example.org/tools@0a1b"),
        ("git+https://s3cret@example.org:8443/tools@0a1b", "git+https://example.org:8443/tools@0a1b"),
        ("https://example.org/a.zip?token=s3cret#subdirectory=x", "https://example.org/a.zip#subdirectory=x"),
    ],
)
def test_a_package_from_an_address_is_installed_from_there_without_secrets(address: str, written: str):
    environment = python(Package("tools", "1.0", Origin.ADDRESS, address))
    assert requirements_of(environment, "requirements.txt") == f"tools @ {written}"
    assert not_installable(environment) == ()


@pytest.mark.parametrize(
    "package",
    [
        Package("Own", "1.0", Origin.UNKNOWN, "/home/anna/s3cret"),
        Package("own", "1.0", Origin.BIOCONDUCTOR),
        Package("own", "1.0", Origin.ADDRESS, "not an address"),
        Package("own", "1.0", Origin.ADDRESS, "https://[s3cret/a.zip"),
        Package("own", "1.0\n--index-url=https://evil.example.org"),
        Package("--own", "1.0"),
    ],
)
def test_package_that_pip_cannot_install_is_a_one_line_comment_without_its_path(package: Package):
    environment = python(package)
    (line,) = requirements_of(environment, "requirements.txt").split("\n")
    assert line.startswith("# ")
    assert "own==1.0" in line
    assert "s3cret" not in line
    assert not_installable(environment) == (package,)


@pytest.mark.parametrize(
    ("package", "reason"),
    [
        (Package("conda", "23.1.0", Origin.CONDA), "came from conda; environment.yml has it"),
        (Package("python-apt", "2.4", Origin.SYSTEM), "is a package of the operating system"),
        (Package("pkg-resources", "0.0.0"), "has no version that was ever published"),
        (
            Package("torch", "2.1.0+cu118"),
            "is a build of PyTorch's own index: --extra-index-url https://download.pytorch.org/whl/cu118",
        ),
        (
            Package("torchvision", "0.16.0+cpu"),
            "is a build of PyTorch's own index: --extra-index-url https://download.pytorch.org/whl/cpu",
        ),
        (Package("torch", "2.1.0+git0a1b"), "is a build of its own (+git0a1b), which Python's index does not have"),
        (Package("devbuild", "1.0.dev3+g0a1b"), "is a build of its own (+g0a1b), which Python's index does not have"),
    ],
)
def test_a_comment_says_why_pip_cannot_install_a_package(package: Package, reason: str):
    environment = python(package, Package("zarr", "3.0"))
    text = requirements_of(environment, "requirements.txt")
    assert text == f"# {package.name}=={package.version} {reason}\nzarr==3.0"
    assert not_installable(environment) == (package,)
    assert comments_on(environment) == (PackageComment(package.name, package.version, reason),)


def test_modified_package_is_installed_unmodified_with_a_comment():
    address = "git+https://h.org/labtools@0a1b"
    package = Package("labtools", "0.3", Origin.ADDRESS, address, frozenset({"modified", "unpushed"}))
    said = "has changes here that are not in this commit and is at a commit that was not pushed when this was saved"
    text = requirements_of(python(package), "requirements.txt")
    assert text == f"# labtools==0.3 {said}\nlabtools @ {address}"
    assert comments_on(python(package)) == (PackageComment("labtools", "0.3", said, is_listed=True),)
    assert not_installable(python(package)) == ()


def test_equal_comments_are_written_once():
    comments = [PackageComment(name, "1", text) for name, text in (("a", "x"), ("b", "y"), ("c", "x"))]
    assert names_by_text(comments) == {"x": ["a 1", "c 1"], "y": ["b 1"]}


def test_requirements_for_r_are_a_script_with_usage_instructions():
    text = requirements_of(r(Package("dplyr", "1.1.4")), "packages.R")
    assert "Rscript packages.R" in text
    assert 'source("packages.R")' in text
    assert text.endswith('\nremotes::install_version("dplyr", "1.1.4", upgrade = "never")')
    assert "BiocManager" not in text


def test_r_packages_are_installed_from_their_origins_bioconductor_first():
    packages = (
        Package("limma", "3.54.0", Origin.BIOCONDUCTOR),
        Package("abind", "1.4-5"),
        Package("tools2", "0.1", Origin.ADDRESS, "anna/tools2@0a1b"),
        Package("mine", "0.2", Origin.UNKNOWN),
        Package("tools3", "0.1", Origin.ADDRESS, "anna/tools/r/tools3@0a1b"),
    )
    assert last_lines(r(*packages), 6) == [
        'if (!requireNamespace("BiocManager", quietly = TRUE)) install.packages("BiocManager")',
        'BiocManager::install("limma", update = FALSE, ask = FALSE)  # 3.54.0',
        'remotes::install_version("abind", "1.4-5", upgrade = "never")',
        'remotes::install_github("anna/tools2@0a1b", upgrade = "never")  # tools2',
        'remotes::install_github("anna/tools/r/tools3@0a1b", upgrade = "never")  # tools3',
        "# mine 0.2 is not from CRAN",
    ]
    assert not_installable(r(*packages)) == (packages[3],)


@pytest.mark.parametrize(
    "package",
    [
        Package('x"); system("rm', "1.0"),
        Package("x", '1.0"); system("rm'),
        Package("x", "1.0\nq()"),
        Package("x", "1.0", Origin.ADDRESS, 'anna/x@0a"); system("rm'),
    ],
)
def test_package_names_are_never_executed_as_r_code(package: Package):
    (line,) = last_lines(r(package), 1)
    assert line.startswith("# ")
    assert not_installable(r(package)) == (package,)
