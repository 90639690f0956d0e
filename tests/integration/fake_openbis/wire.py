"""Raw JSON-RPC requests to a fake openBIS, without pyBIS."""

from dataclasses import dataclass
from typing import Any

import pybis
import requests

from jupyter_openbis_server.fake_openbis import FakeOpenbis
from jupyter_openbis_server.fake_openbis.sample_data import additions as add
from jupyter_openbis_server.fake_openbis.state import entities as e
from jupyter_openbis_server.fake_openbis.state.laboratory import Laboratory

AS_V3 = "/openbis/openbis/rmi-application-server-v3.json"


class FakeClock:
    """A clock that advances only when a test advances it."""

    def __init__(self, now: float = 1_700_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += seconds


@dataclass
class Wire:
    """JSON-RPC calls to the application server of one fake openBIS."""

    openbis: FakeOpenbis

    def post(self, content: Any, **options: Any) -> requests.Response:
        return requests.post(self.openbis.url + AS_V3, **({"json": content, "timeout": 10} | options))

    def call(self, method: str, *params: Any) -> dict[str, Any]:
        answer = self.post({"jsonrpc": "2.0", "id": "2", "method": method, "params": list(params)})
        assert answer.status_code == 200
        return answer.json()

    def result(self, method: str, *params: Any) -> Any:
        answer = self.call(method, *params)
        assert "error" not in answer, answer
        return answer["result"]

    def error(self, method: str, *params: Any) -> dict[str, Any]:
        answer = self.call(method, *params)
        assert "result" not in answer, answer
        return answer["error"]


def criteria(kind: str, *parts: dict[str, Any], operator: str = "AND") -> dict[str, Any]:
    """Search criteria, e.g. ``criteria("dataset.search.DataSetSearchCriteria")``."""
    return {"@type": f"as.dto.{kind}", "operator": operator, "criteria": list(parts)}


def code_is(value: str, **options: Any) -> dict[str, Any]:
    """A code criterion as pyBIS sends it."""
    wanted = {"@type": "as.dto.common.search.StringEqualToValue", "value": value}
    return {"@type": "as.dto.common.search.CodeSearchCriteria", "fieldValue": wanted, **options}


def options(kind: str, **relations: Any) -> dict[str, Any]:
    """Fetch options, e.g. ``options("dataset.fetchoptions.DataSet", type=...)``."""
    return {"@type": f"as.dto.{kind}FetchOptions", **relations}


DATA_SETS = "dataset.search.DataSetSearchCriteria"
DATA_SET_OPTIONS = "dataset.fetchoptions.DataSet"
PERSON = {"@type": "as.dto.person.fetchoptions.PersonFetchOptions"}


def dataset_id(perm_id: str) -> dict[str, str]:
    return {"@type": "as.dto.dataset.id.DataSetPermId", "permId": perm_id}


def fill_small(laboratory: Laboratory) -> None:
    """One space, project, experiment, two samples, a type of each kind, and five data sets of the first sample."""
    laboratory.put(e.Vocabulary("GAS", terms=[e.VocabularyTerm("ARGON", "Argon", ordinal=2), e.VocabularyTerm("AIR")]))
    laboratory.put(e.PropertyType("$NAME", label="Name", managed_internally=True))
    laboratory.put(e.PropertyType("WEIGHT", "REAL", label="Weight"))
    laboratory.put(e.PropertyType("GAS", "CONTROLLEDVOCABULARY", label="Gas", vocabulary="GAS"))
    named = [e.PropertyAssignment("$NAME")]
    measured = [
        *named,
        e.PropertyAssignment("GAS", mandatory=True, ordinal=2),
        e.PropertyAssignment("WEIGHT", ordinal=3),
    ]
    laboratory.put(e.EntityType("EXPERIMENT", "SERIES", assignments=named))
    laboratory.put(e.EntityType("SAMPLE", "PROBE", assignments=named))
    laboratory.put(e.EntityType("DATA_SET", "RAW", assignments=measured))
    laboratory.put(e.EntityType("DATA_SET", "REPORT", assignments=measured))
    laboratory.put(e.EntityType("DATA_SET", "PLAIN"))
    add.add_space(laboratory, "LAB", registrator="admin")
    add.add_project(laboratory, "LAB", "HEAT", registrator="admin", leader="admin")
    add.add_experiment(laboratory, "/LAB/HEAT", "ONE", "SERIES", registrator="admin", properties={"$NAME": "First"})
    add.add_sample(laboratory, "P1", "PROBE", experiment="/LAB/HEAT/ONE", registrator="admin")
    add.add_sample(laboratory, "P2", "PROBE", space="LAB", parents=["/LAB/HEAT/P1"], registrator="admin")
    for number in range(5):
        add.add_data_set(
            laboratory,
            "RAW",
            sample="/LAB/HEAT/P1",
            registrator="admin",
            properties={"$NAME": f"Run {number}", "GAS": "AIR", "WEIGHT": str(number * 1.5)},
        )


def small_laboratory(openbis: FakeOpenbis) -> list[str]:
    """Fill the laboratory with a few entities; return the permIds of its data sets, oldest first."""
    fill_small(openbis.laboratory)
    return openbis.laboratory.data_sets.keys()


def pybis_client(openbis: FakeOpenbis, token: str | None = None) -> pybis.Openbis:
    """pyBIS, unmodified, with a session of admin."""
    return pybis.Openbis(
        openbis.url,
        token=token or openbis.sessions.open("admin"),
        allow_http_but_do_not_use_this_in_production_and_only_within_safe_networks=True,
    )
