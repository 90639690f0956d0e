"""Plans and confirmations: bound to content and state, used once, expiring, and noted."""

import datetime as dt
from dataclasses import dataclass, field

import pytest

from jupyter_openbis_server.domain.confirmed_changes.errors import (
    AuditLogUnavailable,
    ChangeInProgress,
    KeyUsed,
    PlanExpired,
    PlanNotFound,
    PlanOfOtherChange,
    PlanOutdated,
    PlanUsed,
    TransferTooLarge,
    check_transfer,
)
from jupyter_openbis_server.domain.confirmed_changes.pending_plans import MAX_KEYS, MAX_PLANS, PendingPlans
from jupyter_openbis_server.domain.confirmed_changes.plan import ChangeContent, ChangeResult, SeenState, digest_of
from jupyter_openbis_server.domain.confirmed_changes.use_cases import ConfirmChange, ProposeChange
from jupyter_openbis_server.domain.errors import Cancelled, InvalidInput, ReadOnly
from jupyter_openbis_server.domain.shared.cancellation import Cancellation
from jupyter_openbis_server.domain.shared.change_guard import ChangeGuard
from jupyter_openbis_server.domain.shared.progress import Amount, Progress
from jupyter_openbis_server.testing.fakes.assistant.confirmed_changes import CountedIds, MemoryAuditLog, SetClock

KEY = "my first key"


@dataclass
class Counter:
    """A change of a number: it is bound to the number that was seen."""

    value: int = 0
    applied: int = 0
    problem: Exception | None = None
    content: ChangeContent = field(default_factory=lambda: ChangeContent("set", "lab", {"by": 1}))

    def read_state(self, cancellation: Cancellation) -> SeenState:
        cancellation.check()
        return SeenState(self.value, str(self.value))

    def apply(self, seen: SeenState, cancellation: Cancellation, progress: Progress) -> ChangeResult:
        assert seen.plan == self.value
        self.applied += 1
        if self.problem:
            raise self.problem
        self.value += 1
        return ChangeResult(self.value, f"number {self.value}")


class World:
    def __init__(self, *, read_only: bool = False) -> None:
        self.clock, self.audit = SetClock(), MemoryAuditLog()
        plans, guard = PendingPlans(self.clock), ChangeGuard(read_only)
        self.propose = ProposeChange(plans, self.audit, CountedIds(), guard)
        self.confirm = ConfirmChange(plans, self.audit, guard)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def change() -> Counter:
    return Counter()


def test_a_plan_changes_nothing(world: World, change: Counter) -> None:
    plan = world.propose(change)
    assert (plan.seen.plan, change.applied, world.audit.events) == (0, 0, ["planned"])


def test_a_confirmed_plan_is_made_once_and_noted_before_and_after(world: World, change: Counter) -> None:
    plan = world.propose(change)
    done = world.confirm(plan.id, KEY, change.content)
    assert (done.result.value, done.repeated, change.applied) == (1, False, 1)
    assert world.audit.events == ["planned", "confirmed", "applied"]
    assert world.audit.entries[-1].detail == "number 1"
    assert {each.plan_id for each in world.audit.entries} == {plan.id}


def test_the_same_call_again_returns_the_outcome_and_changes_nothing(world: World, change: Counter) -> None:
    plan = world.propose(change)
    first = world.confirm(plan.id, KEY, change.content)
    again = world.confirm(plan.id, KEY, change.content)
    assert (again.result, again.repeated, change.applied) == (first.result, True, 1)


def test_a_plan_cannot_be_used_with_another_key(world: World, change: Counter) -> None:
    plan = world.propose(change)
    world.confirm(plan.id, KEY, change.content)
    with pytest.raises(PlanUsed):
        world.confirm(plan.id, "another key", change.content)
    assert change.applied == 1


def test_a_key_cannot_be_used_for_another_plan(world: World, change: Counter) -> None:
    world.confirm(world.propose(change).id, KEY, change.content)
    second = world.propose(change)
    with pytest.raises(KeyUsed, match=KEY):
        world.confirm(second.id, KEY, change.content)
    assert change.applied == 1


def test_an_unknown_plan_is_refused_and_noted(world: World, change: Counter) -> None:
    with pytest.raises(PlanNotFound):
        world.confirm("guessed", KEY, change.content)
    assert world.audit.events == ["refused"]


@pytest.mark.parametrize(
    "other",
    [
        ChangeContent("set", "lab", {"by": 2}),
        ChangeContent("create", "lab", {"by": 1}),
        ChangeContent("set", "other lab", {"by": 1}),
        ChangeContent("set", "lab", {"by": 1, "more": None}),
    ],
)
def test_a_plan_confirms_exactly_its_own_change(world: World, change: Counter, other: ChangeContent) -> None:
    plan = world.propose(change)
    with pytest.raises(PlanOfOtherChange):
        world.confirm(plan.id, KEY, other)
    assert change.applied == 0
    assert world.confirm(plan.id, KEY, change.content).result.value == 1


@pytest.mark.parametrize(("minutes", "is_valid"), [(9.99, True), (10, False), (10_000, False)])
def test_a_plan_expires(world: World, change: Counter, minutes: float, *, is_valid: bool) -> None:
    plan = world.propose(change)
    world.clock.move(minutes=minutes)
    if is_valid:
        world.confirm(plan.id, KEY, change.content)
    else:
        with pytest.raises(PlanExpired, match="10 minutes"):
            world.confirm(plan.id, KEY, change.content)
    assert change.applied == is_valid


def test_the_expiry_is_stated(world: World, change: Counter) -> None:
    assert world.propose(change).expires - world.clock() == dt.timedelta(minutes=10)


def test_a_change_is_refused_after_the_state_has_changed(world: World, change: Counter) -> None:
    plan = world.propose(change)
    change.value = 7
    with pytest.raises(PlanOutdated):
        world.confirm(plan.id, KEY, change.content)
    with pytest.raises(PlanUsed):
        world.confirm(plan.id, KEY, change.content)
    assert (change.applied, change.value) == (0, 7)
    assert world.audit.events == ["planned", "refused", "refused"]


def test_a_refused_key_can_be_used_for_a_new_plan(world: World, change: Counter) -> None:
    plan = world.propose(change)
    change.value = 7
    with pytest.raises(PlanOutdated):
        world.confirm(plan.id, KEY, change.content)
    assert world.confirm(world.propose(change).id, KEY, change.content).result.value == 8


@pytest.mark.parametrize(
    ("problem", "detail"),
    [(InvalidInput("no"), "invalid-input: no"), (RuntimeError("a secret"), "RuntimeError")],
)
def test_a_failure_is_noted_and_uses_the_plan_up(world: World, problem: Exception, detail: str) -> None:
    change = Counter(problem=problem)
    plan = world.propose(change)
    with pytest.raises(type(problem)):
        world.confirm(plan.id, KEY, change.content)
    with pytest.raises(PlanUsed):
        world.confirm(plan.id, KEY, change.content)
    assert (change.applied, world.audit.events) == (1, ["planned", "confirmed", "failed", "refused"])
    assert world.audit.entries[2].detail == detail


def test_nothing_is_changed_without_the_audit_log(world: World, change: Counter) -> None:
    plan = world.propose(change)
    world.audit.problem = "disk full"
    with pytest.raises(AuditLogUnavailable):
        world.confirm(plan.id, KEY, change.content)
    with pytest.raises(AuditLogUnavailable):
        world.propose(change)
    assert change.applied == 0


def test_a_change_that_cannot_be_noted_afterwards_has_a_remark(world: World) -> None:
    @dataclass
    class Filling(Counter):
        def apply(self, seen: SeenState, cancellation: Cancellation, progress: Progress) -> ChangeResult:
            world.audit.problem = "disk full"
            return super().apply(seen, cancellation, progress)

    change = Filling()
    plan = world.propose(change)
    done = world.confirm(plan.id, KEY, change.content)
    assert (done.result.value, change.applied) == (1, 1)
    assert "disk full" in str(done.remark)


def test_a_cancelled_confirmation_changes_nothing(world: World, change: Counter) -> None:
    plan, cancellation = world.propose(change), Cancellation()
    cancellation.cancel()
    with pytest.raises(Cancelled):
        world.confirm(plan.id, KEY, change.content, cancellation)
    assert change.applied == 0


def test_a_second_confirmation_is_refused_while_the_first_one_runs(world: World) -> None:
    @dataclass
    class Reentering(Counter):
        def apply(self, seen: SeenState, cancellation: Cancellation, progress: Progress) -> ChangeResult:
            with pytest.raises(ChangeInProgress):
                world.confirm(plan.id, KEY, self.content)
            with pytest.raises(PlanUsed):
                world.confirm(plan.id, "another key", self.content)
            with pytest.raises(KeyUsed):
                world.confirm(other.id, KEY, self.content)
            return super().apply(seen, cancellation, progress)

    change = Reentering()
    plan, other = world.propose(change), world.propose(change)
    world.confirm(plan.id, KEY, change.content)
    assert change.applied == 1


def test_read_only_mode_refuses_plans_and_confirmations(change: Counter) -> None:
    world = World(read_only=True)
    with pytest.raises(ReadOnly):
        world.propose(change)
    with pytest.raises(ReadOnly):
        world.confirm("any", KEY, change.content)
    assert world.audit.events == []


def test_only_the_newest_plans_and_keys_are_kept(world: World) -> None:
    changes = [Counter(content=ChangeContent("set", "lab", {"n": n})) for n in range(MAX_KEYS + 2)]
    plans = [world.propose(each) for each in changes[: MAX_PLANS + 1]]
    with pytest.raises(PlanNotFound):
        world.confirm(plans[0].id, KEY, changes[0].content)
    world.confirm(plans[1].id, KEY, changes[1].content)
    for number, each in enumerate(changes):
        world.confirm(world.propose(each).id, f"key {number:05}", each.content)
    again = world.propose(changes[1])
    assert world.confirm(again.id, KEY, changes[1].content).repeated is False


@pytest.mark.parametrize(
    ("total", "is_allowed"), [(Amount(2, 10), True), (Amount(3, 1), False), (Amount(1, 11), False), (Amount(), True)]
)
def test_transfers_are_limited_in_number_and_size(total: Amount, *, is_allowed: bool) -> None:
    if is_allowed:
        check_transfer(total, Amount(2, 10))
    else:
        with pytest.raises(TransferTooLarge, match="2 files of 10 bytes"):
            check_transfer(total, Amount(2, 10))


def test_digests_depend_on_values_and_not_on_the_order_of_keys() -> None:
    assert digest_of({"a": 1, "b": (2, "é")}) == digest_of({"b": [2, "é"], "a": 1})
    assert digest_of({"a": 1}) != digest_of({"a": "1"})
    assert digest_of(["ab", "c"]) != digest_of(["a", "bc"])
