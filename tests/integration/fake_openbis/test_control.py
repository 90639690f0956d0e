"""Control of a running fake openBIS: request counts and latency."""

import concurrent.futures

import requests

from jupyter_openbis_server.fake_openbis import ServerSettings
from tests.integration.fake_openbis.wire import Wire

ASK = {"jsonrpc": "2.0", "id": "2", "method": "isSessionActive", "params": ["unknown-1"]}


def test_requests_are_counted_by_method_and_the_counts_can_be_reset(fake_openbis):
    wire, control = Wire(fake_openbis), fake_openbis.url + "/fake/requests"
    wire.post(ASK)
    wire.post(ASK)
    requests.get(fake_openbis.url + "/datastore_server/nothing/here", timeout=10)
    assert requests.get(control, timeout=10).json() == {"total": 3, "methods": {"isSessionActive": 2, "GET": 1}}
    requests.delete(control, timeout=10)
    assert requests.get(control, timeout=10).json() == {"total": 0, "methods": {}}


def test_requests_that_left_the_log_are_still_counted(fake_openbis):
    wire = Wire(fake_openbis)
    wire.post(ASK)
    (request,) = fake_openbis.requests
    for _ in range(30_000):
        fake_openbis.requests.add(request)
    assert len(fake_openbis.requests) < 30_000
    assert fake_openbis.requests.counts() == {"isSessionActive": 30_001}


def test_latency_delays_concurrent_requests_in_parallel(start_fake_openbis):
    wire = Wire(start_fake_openbis(settings=ServerSettings(latency=0.3)))
    with concurrent.futures.ThreadPoolExecutor(20) as clients:
        seconds = [answer.elapsed.total_seconds() for answer in clients.map(lambda _: wire.post(ASK), range(20))]
    assert min(seconds) >= 0.3
    assert max(seconds) < 20 * 0.3, "the time of sequential requests"
