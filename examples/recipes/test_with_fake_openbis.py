"""11. Test a program of your own against the fake openBIS: `pytest test_with_fake_openbis.py`."""

from pathlib import Path

from jupyter_openbis_server import connect
from jupyter_openbis_server.fake_openbis import FakeOpenbis

pytest_plugins = ["jupyter_openbis_server.testing.pytest_plugin"]


def test_an_upload_is_registered(fake_openbis: FakeOpenbis, tmp_path: Path) -> None:
    """A file that is uploaded is in openBIS."""
    (tmp_path / "result.csv").write_text("time,od\n0,0.1\n")
    ((username, password),) = fake_openbis.users.items()
    lab = connect(url=fake_openbis.url, username=username, password=password, http_only=True)
    perm_id = lab.upload(tmp_path / "result.csv", "ATTACHMENT", to="/YEAST_LAB/GROWTH/EMPTY_BENCH")
    assert [each.path for each in lab.data_set(perm_id).files()] == ["original/result.csv"]
