"""Ratios, spreads and tables."""

from benchmarks.goals import goals_table
from benchmarks.measuring import StatusLatency
from benchmarks.report import Report
from benchmarks.results import Cell, Result, Results, Run, Spread, from_json

BIG = Cell("servlet", "download", "big", 0)
MIB = 1024 * 1024


def runs(*seconds: float, peak: int = 10 * MIB, status: StatusLatency | None = None) -> tuple[Run, ...]:
    return tuple(Run(each, 0.1, each / 2, peak, 7, status) for each in seconds)


def results(**seconds: tuple[Run, ...]) -> Results:
    all_of_them = [Result(BIG, contender, measured) for contender, measured in seconds.items()]
    return Results({"machine": "a test"}, {"big": "one big file"}, all_of_them)


def test_a_ratio_is_that_of_the_medians_and_its_extremes_are_the_least_and_most_favourable_pairs():
    found = results(curl=runs(1.0, 2.0, 3.0), batch=runs(4.0, 8.0, 4.0)).ratio(BIG, "batch", "curl")
    assert found == Spread(median=0.5, least=1.0 / 8.0, most=3.0 / 4.0)


def test_twice_as_fast_is_two():
    found = results(pybis=runs(6.0), extension=runs(3.0)).ratio(BIG, "extension", "pybis")
    assert found == Spread(2.0, 2.0, 2.0)


def test_there_is_no_ratio_without_a_result():
    measured = results(batch=runs(1.0))
    measured.all.append(Result(BIG, "curl", problem="failed: no curl"))
    assert measured.ratio(BIG, "batch", "curl") is None
    assert measured.ratio(BIG, "batch", "pybis") is None


def test_results_survive_json():
    measured = results(extension=runs(1.0, 2.0, status=StatusLatency(1.0, 2.0, 3.0)), batch=runs(1.5))
    assert from_json(measured.as_json()) == measured


def test_the_table_shows_medians_ratios_and_reasons_for_missing_values():
    measured = results(batch=runs(1.0, 2.0, 3.0), curl=runs(1.0))
    measured.all.append(Result(BIG, "pybis", problem="more than 120 s"))
    table = Report(measured, {"batch": "us", "curl": "curl", "pybis": "pyBIS"}).markdown()
    assert "### Download: one big file" in table
    assert "| servlet, 0 ms | us | 2.00 (1.00-3.00) | 0.10 |  | 0.50 (0.33-1.00) | 1.00 | 10 | 7 |  |" in table
    assert "| servlet, 0 ms | pyBIS | more than 120 s |" in table
    assert "- machine: a test" in table


def test_goals_are_reported_as_reached_missed_or_not_measured():
    table = goals_table(results(curl=runs(1.0), batch=runs(1.05), extension=runs(2.0, peak=100 * MIB)))
    assert "| 1 big file, servlet: speed of curl | batch | >= 0.9 | 0.95 | yes |" in table
    assert "| 1 big file, servlet: speed of curl | extension | >= 0.9 | 0.50 | NO |" in table
    assert "| 1 big file, servlet: peak MiB | batch | <= 64 | 10.00 | yes |" in table
    assert "| 1 big file, servlet: peak MiB | extension | <= 64 | 100.00 | NO |" in table
    assert "pyBIS" not in table, "it was not measured"


def test_the_goal_for_response_times_uses_the_worst_cell():
    measured = results(extension=runs(1.0, status=StatusLatency(1.0, 5.0, 30.0)))
    other = Cell("fast", "upload", "small", 20)
    measured.all.append(Result(other, "extension", runs(1.0, status=StatusLatency(2.0, 25.0, 40.0))))
    table = goals_table(measured)
    assert "| GET /api/status: p99 in ms, worst cell | extension | <= 20 | 25.00 | NO |" in table
    assert "| GET /api/status: longest in ms, worst cell | extension | <= 100 | 40.00 | yes |" in table


def test_a_slow_answer_counts_for_all_requests_during_that_time():
    """A server that froze for a second has a bad median, too, although only one request was running."""
    frozen = StatusLatency.of([0.001] * 10 + [1.0])
    assert frozen is not None
    assert frozen.worst == 1000
    assert frozen.p50 > 300


def test_percentiles_of_answers_in_milliseconds():
    found = StatusLatency.of([number / 10_000 for number in range(1, 101)])
    assert found == StatusLatency(p50=5.0, p99=9.9, worst=10.0)


def test_no_answers_have_no_percentiles():
    assert StatusLatency.of([]) is None
