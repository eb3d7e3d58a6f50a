"""A plan template in words."""

from __future__ import annotations

import pytest

from programme.programmes import labels, template_table
from programme.programmes.content import ActivityKind, Audience
from programme.programmes.models import PlanItem, Track


def item(**changes):
    values = {
        "kind": ActivityKind.SEMINAR,
        "number": 4,
        "title": "Ledelse af PLF",
        "days": 2,
        "audience": Audience.JOINT,
        "offset_days": 598,
        "goals": [],
    }
    return PlanItem(**values | changes)


def row(locale="da", **changes):
    return template_table.rows([item(**changes)], locale)[0]


def test_an_activity_stands_so_many_days_after_the_start():
    assert row() == template_table.TemplateRow("Seminar 4 | Ledelse af PLF", "598", 2, "", "", "")


@pytest.mark.parametrize(("window", "after"), [((466, 597), "466–597"), ((None, None), "")])
def test_an_undated_one_has_a_window_or_nothing(window, after):
    found = row(offset_days=None, window_from=window[0], window_to=window[1])
    assert found.after == after


def test_audience_and_track_are_named():
    found = row(audience=Audience.LEADERS, track=Track(name="Mig selv"))
    assert (found.audience, found.track) == ("For ledere", "Mig selv")


def test_it_is_said_in_english_too():
    found = row("en", kind=ActivityKind.NETWORK_MEETING, title="", audience=Audience.EMPLOYEES)
    assert (found.label, found.audience) == ("Network meeting 4", "For employees")


@pytest.mark.parametrize("locale", ["da", "en"])
def test_every_kind_and_audience_has_a_name(locale):
    assert all(labels.kind_name(kind, locale) for kind in ActivityKind)
    assert all(labels.audience_name(audience, locale) for audience in Audience)
    assert labels.short_label(ActivityKind.WORKSHOP, None, locale) == "Workshop"
