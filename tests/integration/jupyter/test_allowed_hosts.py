"""The operator's list of allowed hosts applies to connections, address checks and data stores."""

from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import laboratory_content as lab
from tests.integration.jupyter.conftest import Request


@pytest.fixture
def jp_server_config(jp_server_config: dict[str, Any]) -> dict[str, Any]:
    settings = {**jp_server_config["OpenbisExtension"], "allowed_hosts": ["127.0.0.1"]}
    return {**jp_server_config, "OpenbisExtension": settings}


async def test_connections_and_checks_of_other_hosts_are_refused(request_: Request, openbis: FakeOpenbis) -> None:
    other = openbis.url.replace("127.0.0.1", "localhost")
    answer = await request_("POST", "openbis/conns", {"name": "new", "url": other})
    assert (answer.status, answer.json["code"]) == (400, "invalid-connection")
    assert "url: " in answer.json["reason"]
    answer = await request_("PATCH", "openbis/conn/lab", {"url": other})
    assert answer.status == 400
    answer = await request_("POST", "openbis/check", {"url": other, "verify_certificates": False})
    assert (answer.json["reachable"], answer.json["code"]) == (False, "host-not-allowed")
    assert "localhost" in answer.json["problem"]
    assert "VPN" not in answer.json["problem"]
    assert openbis.requests.methods() == []


async def test_a_data_store_on_another_host_is_not_asked(
    logged_in: Request, openbis: FakeOpenbis, tmp_path: Any
) -> None:
    stores = openbis.laboratory.data_stores
    (store,) = stores
    stores.put(replace(store, download_url=openbis.url.replace("127.0.0.1", "localhost")))
    try:
        openbis.requests.clear()
        answer = await logged_in("GET", f"openbis/dataset/lab/{lab.IMAGES}/{quote(str(tmp_path / 'x'), safe='')}")
    finally:
        stores.put(store)
    assert answer.status == 500
    assert "localhost" in answer.json["reason"]
    assert "allowed_hosts" in answer.json["reason"]
    assert not {"searchFiles", "listFiles", "startDownloadSession"} & set(openbis.requests.methods())


async def test_an_allowed_host_works(logged_in: Request, tmp_path: Any) -> None:
    target = quote(str(tmp_path / "x"), safe="")
    assert (await logged_in("GET", f"openbis/dataset/lab/{lab.REPORT}/{target}")).status == 200
