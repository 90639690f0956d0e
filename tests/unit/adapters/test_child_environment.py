"""Environment variables of child processes."""

import pytest

from jupyter_openbis_server.adapters.shared.child_environment import without_secrets


@pytest.mark.parametrize(
    "name",
    [
        "OPENBIS_TOKEN", "OPENBIS_PASSWORD", "OPENBIS_URL", "openbis_token", "JUPYTERHUB_API_TOKEN", "JPY_API_TOKEN",
        "AWS_SECRET_ACCESS_KEY", "GITHUB_PAT", "PGPASSWD", "DB_PASSWORD", "LAB_CREDENTIALS", "MYSQL_PWD", "PGPASSWORD",
    ],
)  # fmt: skip
def test_secrets_are_removed(name: str):
    assert without_secrets({name: "x", "PATH": "/bin"}) == {"PATH": "/bin"}


@pytest.mark.parametrize(
    "name",
    ["PATH", "HOME", "PYTHONPATH", "R_LIBS_USER", "CONDA_PREFIX", "LD_LIBRARY_PATH", "KEYBOARD", "PWD", "OLDPWD"],
)
def test_variables_that_kernels_need_are_kept(name: str):
    assert without_secrets({name: "x"}) == {name: "x"}
