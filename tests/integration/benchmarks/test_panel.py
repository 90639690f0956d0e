"""The benchmark of the panel: its figures, and a run with short lists."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.panel.figures import Figures
from benchmarks.panel.steps import FIRST_ROWS, SEARCHED, SHOWN, keys_among
from benchmarks.panel.world import BUILT, find_chromium
from tests.real_parts import NO_FRONT_END, missing, not_installed


@pytest.fixture
def figures() -> Figures:
    figures = Figures({"machine": "two processors"}, {"key": 30.0})
    figures.add("key", *range(1, 101))
    figures.add("key", 1000)
    figures.add("search", 250.0)
    figures.add("nothing")
    return figures


def test_median_and_95th_percentile_do_not_exceed_the_maximum(figures: Figures):
    key, search = figures
    assert (key.median, key.p95, key.longest, key.is_reached) == (51, 96, 1000, False)
    assert (search.median, search.p95, search.is_reached) == (250, 250, None)


def test_the_table_says_which_goals_are_reached(figures: Figures):
    lines = figures.markdown().splitlines()
    assert lines[0] == "- machine: two processors"
    assert lines[-2:] == ["| key | 101 | 51.0 | 96.0 | 1000 | 30 | NO |", "| search | 1 | 250 | 250 | 250 |  |  |"]


def test_json_has_all_measurements(figures: Figures):
    read = Figures.from_json(json.loads(json.dumps(figures.as_json())))
    assert list(read) == list(figures)
    assert read.markdown() == figures.markdown()


@pytest.mark.timeout(600)
def test_every_step_is_measured_with_short_lists(tmp_path: Path):
    if find_chromium() is None:
        not_installed("chromium")
    if not (BUILT / "package.json").is_file():
        missing(NO_FRONT_END)
    file = tmp_path / "results.json"
    sizes = ["--samples", "60", "--files", "60", "--nodes", "9", "--keys", "4", "--runs", "1"]
    command = [sys.executable, "-m", "benchmarks.panel", *sizes, "--folder", str(tmp_path), "--json", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=540, check=False)
    assert file.is_file(), done.stdout + done.stderr
    measured = {each["what"]: each["milliseconds"] for each in json.loads(file.read_text())["figures"]}
    assert {SHOWN, FIRST_ROWS, SEARCHED} <= measured.keys()
    assert len(measured[keys_among("60 samples")]) == len(measured[keys_among("60 files")]) == 4
    assert len(measured["lineage: first 10 nodes"]) == 1
    times = {what: values for what, values in measured.items() if "CPU" not in what}  # one key may need too little
    assert all(each > 0 for values in times.values() for each in values)
    assert all(each >= 0 for values in measured.values() for each in values)
