"""The contract of `TokenKeeper`, kept by files; and what only files have to promise."""

import stat
from pathlib import Path

import pytest

from jupyter_openbis_server.adapters.filesystem import TokenFiles
from jupyter_openbis_server.domain.errors import TargetNotWritable

from .contracts.token_keeper import LAB, TOKEN, TokenKeeperContract


class TestTokenFiles(TokenKeeperContract):
    @pytest.fixture
    def token_keeper(self, tmp_path: Path) -> TokenFiles:
        return TokenFiles(tmp_path / "data" / "tokens")

    def test_nobody_else_can_read_them(self, token_keeper: TokenFiles) -> None:
        token_keeper.put(LAB, TOKEN)
        (file,) = Path(token_keeper.name).iterdir()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
        assert file.name.startswith("Lab-Z-rich-")

    @pytest.mark.parametrize(
        "content", [b"", b"[]", b"{}", b'{"token": 1, "username": "a", "valid_until": null}', b"\xff"]
    )
    def test_what_is_no_token_is_not_there(self, token_keeper: TokenFiles, content: bytes) -> None:
        token_keeper.put(LAB, TOKEN)
        (file,) = Path(token_keeper.name).iterdir()
        file.write_bytes(content)
        assert token_keeper.get(LAB) is None

    def test_a_folder_that_cannot_be_made_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "data").write_text("a file")
        with pytest.raises(TargetNotWritable):
            TokenFiles(tmp_path / "data" / "tokens").put(LAB, TOKEN)
