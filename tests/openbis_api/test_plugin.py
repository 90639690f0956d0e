"""A test that sends invalid requests fails unless it is marked."""

import pytest

_SENDING = """
import os, pytest, requests
from jupyter_openbis_server.fake_openbis import FakeOpenbis

def send(method, *params, call_id):
    call = {"jsonrpc": "2.0", "id": call_id, "method": method, "params": list(params)}
    with FakeOpenbis(sample_data=False) as fake:
        requests.post(f"{fake.url}/openbis/openbis/rmi-application-server-v3.json", json=call, timeout=30)

def wrong(call_id="2"):
    send("getSpaces", "alice-secret", [], {"moon": 1}, call_id=call_id)

def right():
    send("logout", "alice-secret", call_id="1")
"""


def run(pytester: pytest.Pytester, tests: str) -> pytest.RunResult:
    pytester.makepyfile(_SENDING + tests)
    return pytester.runpytest_inprocess(
        "-p", "tests.openbis_api.plugin", "-p", "no:cacheprovider", "-p", "no:jupyter_server", "--strict-markers"
    )


def test_invalid_request_fails_its_test(pytester):
    result = run(pytester, "def test_good(): right()\ndef test_bad(): wrong()")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*::test_bad sent 1 requests *", "getSpaces (API 3.6*", "*params?2?.moon: *ignores*"])
    assert "secret" not in result.stdout.str()


def test_invalid_request_during_teardown_is_an_error(pytester):
    result = run(
        pytester,
        """
@pytest.fixture
def late():
    yield
    wrong()

def test_bad(late): pass
""",
    )
    result.assert_outcomes(passed=1, errors=1)


def test_server_in_a_child_process_is_checked(pytester):
    result = run(
        pytester,
        """
import subprocess, sys
def test_bad():
    subprocess.run([sys.executable, __file__, "child"], check=True, timeout=120)

if __name__ == "__main__":
    wrong()
""",
    )
    result.assert_outcomes(failed=1)


def test_marked_test_has_to_send_invalid_requests(pytester):
    result = run(
        pytester,
        """
@pytest.mark.sends_invalid_requests("refusals are tested")
def test_marked(): wrong()

@pytest.mark.sends_invalid_requests("refusals are tested")
def test_needlessly_marked(): right()

@pytest.mark.sends_invalid_requests("refusals are tested", sometimes=True)
def test_marked_for_others(): right()
""",
    )
    result.assert_outcomes(passed=3, errors=1)
    result.stdout.fnmatch_lines(["*test_needlessly_marked is marked sends_invalid_requests, but*"])


def test_requests_of_the_product_are_excepted_with_by_product_only(pytester):
    result = run(
        pytester,
        """
@pytest.mark.sends_invalid_requests("refusals are tested")
def test_marked(): wrong(call_id="1")

@pytest.mark.sends_invalid_requests("damages requests", by_product=True)
def test_damaging(): wrong(call_id="1")
""",
    )
    result.assert_outcomes(passed=1, failed=1)


def test_a_marker_needs_a_reason(pytester):
    result = run(pytester, "@pytest.mark.sends_invalid_requests\ndef test_marked(): wrong()")
    result.assert_outcomes(failed=1, errors=1)
    result.stdout.fnmatch_lines(["*sends_invalid_requests needs a reason*"])
