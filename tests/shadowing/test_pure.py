from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from programme.shadowing import queries
from programme.shadowing.agreement import Agreement, overlaps
from programme.shadowing.stages import KINDS, NAMES, Stage, Step, stage_of, steps
from tests.shadowing.conftest import DAY, WINDOW


def test_every_stage_has_a_name_and_a_colour():
    assert set(NAMES) == set(KINDS) == set(Stage)


@pytest.mark.parametrize(
    ("stage", "now"),
    [
        (Stage.SEEKING, 0),
        (Stage.MATCHED, 1),
        (Stage.CHANGED, 1),
        (Stage.AGREED, 2),
        (Stage.HELD, 2),
    ],
)
def test_one_step_is_at_hand_and_those_before_are_done(stage, now):
    expected = [Step.DONE] * now + [Step.NOW] + [Step.LATER] * (2 - now)
    assert list(steps(stage)) == expected


def a_pair(*, agreed, day):
    return SimpleNamespace(
        is_agreed=agreed,
        activity=day,
        activity_id=day and 1,
        **{name: "" for name in Agreement.__dataclass_fields__ if "day" not in name},
        day=None,
        last_day=None,
    )


def a_day(day, *, cancelled=False):
    return SimpleNamespace(starts_on=day, ends_on=day, is_cancelled=cancelled)


@pytest.mark.parametrize(
    ("pair", "stage"),
    [
        (None, Stage.SEEKING),
        (a_pair(agreed=False, day=None), Stage.MATCHED),
        (a_pair(agreed=False, day=a_day(DAY)), Stage.CHANGED),
        (a_pair(agreed=True, day=a_day(DAY, cancelled=True)), Stage.CHANGED),
        (a_pair(agreed=True, day=a_day(None)), Stage.CHANGED),
        (a_pair(agreed=True, day=a_day(DAY)), Stage.AGREED),
        (a_pair(agreed=True, day=a_day(date(2026, 11, 21))), Stage.HELD),
    ],
)
def test_how_far_a_pair_has_come(pair, stage):
    assert stage_of(pair, date(2026, 11, 22)) is stage


def test_the_day_itself_is_not_over():
    pair = a_pair(agreed=True, day=a_day(DAY))
    assert stage_of(pair, DAY) is Stage.AGREED


def test_spans_that_touch_overlap():
    assert overlaps((DAY, DAY), [(DAY, DAY)])
    assert not overlaps((DAY, DAY), [WINDOW[:1] * 2])


@pytest.mark.parametrize(
    ("item", "window"),
    [
        ({"window_from": WINDOW[0], "window_to": WINDOW[1]}, WINDOW),
        ({"starts_on": DAY, "ends_on": DAY}, (DAY, DAY)),
        ({}, (date(2026, 2, 2), date(2027, 2, 1))),
        (None, (date(2026, 2, 2), date(2027, 2, 1))),
    ],
)
def test_when_it_may_lie(item, window):
    names = ("window_from", "window_to", "starts_on", "ends_on")
    row = None if item is None else SimpleNamespace(**(dict.fromkeys(names) | item))
    cohort = SimpleNamespace(starts_on=date(2026, 2, 2), ends_on=date(2027, 2, 1))
    assert queries.window_of(row, cohort) == window
    endless = SimpleNamespace(starts_on=date(2026, 2, 2), ends_on=None)
    assert queries.window_of(None, endless)[1] > date(2028, 1, 1)
