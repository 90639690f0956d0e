"""Research objects are valid RO-Crates, by the validator of the RO-Crate community.

It takes seconds of CPU time: one crate with everything that a crate can have is enough.
"""

import json
from importlib.resources import files
from pathlib import Path

import pytest
import responses

from jupyter_openbis_server.adapters.filesystem.packages import FilesystemPackages
from jupyter_openbis_server.adapters.rocrate import RocrateWriter
from jupyter_openbis_server.domain.research_objects.crate import METADATA_FILE
from jupyter_openbis_server.domain.research_objects.named_file import NamedFile
from jupyter_openbis_server.domain.uploads.upload import ContentFile
from tests.contract.contracts.crate_documents import AT, crate

CONTEXT = "https://w3id.org/ro/crate/1.2/context"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("crate") / "crate.zip"
    described = ContentFile(METADATA_FILE, RocrateWriter().document(crate()))
    contents = (NamedFile(each.path, each.source) for each in crate().files if each.source)
    FilesystemPackages().write(str(path), (described, *contents), AT)
    return path


@pytest.mark.parametrize(("profile", "is_base"), [("ro-crate-1.2", True), ("process-run-crate-0.5", False)])
def test_an_archive_is_valid(archive: Path, profile: str, is_base: bool) -> None:
    """The profile of runs is based on RO-Crate 1.1 there, whose issues are not those of RO-Crate 1.2."""
    from rocrate_validator import services  # noqa: PLC0415 - takes two seconds
    from rocrate_validator.models import Severity, ValidationSettings  # noqa: PLC0415

    # The validator downloads the vocabulary; the library has a later one, with the same terms.
    context = json.loads((files("rocrate") / "data" / "ro-crate.jsonld").read_text(encoding="utf-8"))
    with responses.RequestsMock(assert_all_requests_are_fired=False) as network:
        network.add(responses.GET, CONTEXT, json=context)
        settings = ValidationSettings(
            rocrate_uri=str(archive),
            profile_identifier=profile,
            requirement_severity=Severity.REQUIRED,
            no_cache=True,
            skip_availability_check=True,
            disable_inherited_profiles_issue_reporting=not is_base,
        )
        result = services.validate(settings)
        assert {call.request.url for call in network.calls} == {CONTEXT}
    assert [f"{each.check.identifier}: {each.message}" for each in result.get_issues()] == []
    assert result.passed()
