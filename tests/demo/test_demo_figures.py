"""The demo's figures: reproducible, within every bound, and each story where it belongs."""

from datetime import date

import pytest

from app import handbook
from app.actions.demo_figures import figures
from app.actions.demo_members import PROFILES
from app.actions.load_demo import QUARTERS, content
from app.domain.measures import FIGURE_DATASETS, FIGURES
from app.domain.periods import Quarter
from ingest import Limits, Situation, check_file

MEMBERS = {member.code: member for member in handbook.members()[1]}
BY_STORY = {profile.story: profile for profile in PROFILES}
FIRST, SECOND, THIRD = QUARTERS


def total(profile, dataset, quarter, measure, month=None):
    rows = figures(profile, dataset, quarter)
    return sum(row[measure] for row in rows if month is None or row["month"] == month)


def test_every_member_is_played_once():
    assert sorted(profile.code for profile in PROFILES) == sorted(MEMBERS)


@pytest.mark.parametrize("dataset", FIGURES)
def test_counts_keep_their_bounds(dataset):
    for profile in PROFILES:
        for row in figures(profile, dataset, SECOND):
            for measure in FIGURES[dataset]:
                if measure.at_most and not measure.capped and isinstance(row[measure.name], int):
                    assert row[measure.name] <= row[measure.at_most], (profile.code, measure.name)


def test_the_same_seed_gives_the_same_file():
    member = MEMBERS["EG"]
    profile = next(p for p in PROFILES if p.code == "EG")
    assert content(profile, member, "customs-clearance", FIRST) == content(profile, member, "customs-clearance", FIRST)
    assert content(profile, member, "customs-clearance", FIRST) != content(profile, member, "customs-clearance", SECOND)


@pytest.mark.parametrize("dataset", FIGURE_DATASETS)
def test_every_file_is_taken_without_a_doubt(dataset, tmp_path):
    for profile in PROFILES:
        file = tmp_path / f"{profile.code}.csv"
        file.write_bytes(content(profile, MEMBERS[profile.code], dataset, THIRD))
        situation = Situation(
            profile.code, frozenset(MEMBERS), handbook.partners(), handbook.cycle(), date(2026, 10, 20)
        )
        checked = check_file(file, dataset, situation, Limits())
        assert checked.outcome == "taken", (profile.code, checked.findings[:3])
        assert [f.code for f in checked.findings] == []


def test_figures_say_that_they_are_synthetic():
    for dataset in FIGURES:
        assert {row["remark"] for row in figures(PROFILES[0], dataset, FIRST)} == {"synthetic"}


def test_the_backlog_grows_every_month():
    months = [str(month) for quarter in QUARTERS for month in quarter.months]
    opened = [
        total(BY_STORY["backlog"], "customs-clearance", Quarter(2026, (i // 3) + 1), "items_open", month)
        for i, month in enumerate(months)
    ]
    assert opened[-1] > 2 * opened[0]
    assert sum(b > a for a, b in zip(opened, opened[1:], strict=False)) >= 7


def test_the_shock_takes_more_than_half_of_a_month():
    shock = BY_STORY["shock"]
    july = total(shock, "service-quality", THIRD, "items_arrived", "2026-07")
    assert total(shock, "service-quality", THIRD, "items_arrived", "2026-08") < 0.5 * july


def test_the_contradiction_stands_across_files():
    profile = BY_STORY["contradiction"]
    arrived = total(profile, "service-quality", SECOND, "items_arrived")
    assert total(profile, "customs-clearance", SECOND, "items_presented") > 1.1 * arrived


def test_the_correction_mends_the_reasons_and_nothing_else():
    profile = BY_STORY["correction"]
    before, after = (figures(profile, "customs-clearance", SECOND, version) for version in (1, 2))
    differing = {name for a, b in zip(before, after, strict=True) for name in a if a[name] != b[name]}
    assert differing == {"items_held_with_reason"}
    reasons = [sum(row["items_held_with_reason"] for row in rows) for rows in (before, after)]
    assert reasons[1] > reasons[0]
