"""The contract of `TokenStore` for files, and tests of files only."""

import stat
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.filesystem.connections.token_files import TokenFiles
from jupyter_openbis_server.domain.errors import TargetNotWritable
from tests.contract.contracts.token_store import LAB, TOKEN, TokenStoreContract


class TestTokenFiles(TokenStoreContract):
    @pytest.fixture
    def token_store(self, tmp_path: Path) -> TokenFiles:
        return TokenFiles(tmp_path / "data" / "tokens")

    def test_files_are_readable_for_the_owner_only(self, token_store: TokenFiles) -> None:
        token_store.put(LAB, TOKEN)
        (file,) = Path(token_store.name).iterdir()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
        assert file.name.startswith("Lab-Z-rich-")

    @pytest.mark.parametrize(
        "content", [b"", b"[]", b"{}", b'{"token": 1, "username": "a", "valid_until": null}', b"\xff"]
    )
    def test_invalid_token_file_is_ignored(self, token_store: TokenFiles, content: bytes) -> None:
        token_store.put(LAB, TOKEN)
        (file,) = Path(token_store.name).iterdir()
        file.write_bytes(content)
        assert token_store.get(LAB) is None

    def test_folder_that_cannot_be_created_is_an_error(self, tmp_path: Path) -> None:
        (tmp_path / "data").write_text("a file")
        with pytest.raises(TargetNotWritable):
            TokenFiles(tmp_path / "data" / "tokens").put(LAB, TOKEN)
        with pytest.raises(TargetNotWritable):
            TokenFiles(tmp_path / "data" / "tokens").check()

    def test_test_file_of_a_check_is_deleted(self, token_store: TokenFiles) -> None:
        token_store.check()
        assert list(Path(token_store.name).iterdir()) == []
