"""A second version of the method: past quarters by it, the bridge to it, and editions computed again."""

import dataclasses
import math
from datetime import timedelta

import factories
import pytest
from versions import FIGURES, LATER, METHODS, Q3, Q4, V1, V2, lived, publish, sent

from app.actions import recompute_edition as action
from app.actions.draft_edition import draft_edition
from app.actions.recompute import recompute
from app.actions.recompute_edition import recompute_edition
from app.actions.revise_published import revise_published
from app.actions.send_back_submission import send_back_submission
from app.actions.verify import verify
from app.cli import main, opening
from app.domain import scoring
from app.domain.errors import BadRequest, Conflict, NotFound
from app.domain.methods import Methods
from app.domain.periods import Quarter
from app.storage import editions, results, revised


@pytest.fixture(name="lived")
def _lived(house):
    return lived(house)


def kept(house, edition):
    with house.sessions() as session:
        row = editions.one(session, edition)
        return row, results.one(session, row.result).result


def test_past_quarters_are_computed_by_the_new_version_beside_what_was_published(lived):
    house, _, edition = lived
    before = kept(house, edition)
    made = revise_published(house, now=LATER)
    assert [(one.region, one.quarter, one.edition) for one in made] == [("arab", Q3, 1)]
    assert revise_published(house, now=LATER) == []
    assert kept(house, edition) == before
    with house.sessions() as session:
        (series,) = revised.series(session, ["EG"], V2.hash)
        again = results.one(session, made[0].result).result
    own = next(one for one in before[1].members if one.member == "EG")
    assert (series.quarter, series.edition, series.method_version) == (Q3, 1, "v1")
    assert series.published == own.published.value is not None
    assert series.revised == next(one for one in again.members if one.member == "EG").published.value
    assert series.revised != series.published
    assert again.method_hash == V2.hash


def test_the_bridge_splits_data_from_method_and_sums(lived):
    house, _, edition = lived
    recompute(house, regions=["arab"], quarters=[Q4], now=LATER)
    with house.sessions() as session:
        own = results.working_member(session, "EG", Q4).member
    bridge = own.bridge
    assert (bridge.quarter, bridge.edition, bridge.method_version) == ("2026-Q3", 1, "v1")
    published = next(one for one in kept(house, edition)[1].members if one.member == "EG")
    assert bridge.previous == pytest.approx(published.index.value, abs=1e-9)
    assert bridge.total == pytest.approx(own.index.value - published.index.value, abs=1e-9)
    effects = (bridge.value, bridge.coverage, bridge.revision, bridge.method, bridge.rounding)
    assert math.fsum(effects) == pytest.approx(bridge.total, abs=1e-9)
    assert abs(bridge.method) > 0.01
    assert bridge.revision == pytest.approx(0, abs=1e-9)
    for effect in ("value", "coverage", "revision"):
        summed = math.fsum(points for name, _, points in bridge.parts if name == effect)
        assert summed == pytest.approx(getattr(bridge, effect), abs=1e-9)


def test_a_figure_corrected_after_it_was_published_is_a_revision(lived):
    house, cast, edition = lived
    before = kept(house, edition)
    sent(house, cast, "service-quality", Q3, LATER, size=37)
    recompute(house, regions=["arab"], quarters=[Q4], now=LATER)
    with house.sessions() as session:
        bridge = results.working_member(session, "EG", Q4).member.bridge
    assert abs(bridge.revision) > 1e-6
    effects = (bridge.value, bridge.coverage, bridge.revision, bridge.method, bridge.rounding)
    assert math.fsum(effects) == pytest.approx(bridge.total, abs=1e-9)
    assert kept(house, edition) == before


def test_editions_of_both_versions_come_out_the_same_byte_for_byte(lived):
    house, cast, edition = lived
    newer = publish(house, cast, Q4, LATER)
    sent(house, cast, "service-quality", Q3, LATER, size=37)
    for name, version in (("arab/2026-Q3/1", "v1"), (str(edition), "v1"), (str(newer), "v2")):
        again = recompute_edition(house, name=name)
        assert again.difference is None
        assert (again.edition.method_version, again.digest) == (version, again.edition.digest)
        assert again.members == 22
    with pytest.raises(NotFound):
        recompute_edition(house, name="arab/2026-Q3/9")
    for nonsense in ("arab", "arab/2026-Q9/1", "ARAB/2026-Q3/1"):
        with pytest.raises(BadRequest):
            recompute_edition(house, name=nonsense)


def test_an_edition_that_is_open_or_of_an_unknown_method_is_not_computed_again(lived):
    house, cast, edition = lived
    open_one = draft_edition(house, person=cast.administrator, region="arab", quarter=Q4, reason="", now=LATER)
    with pytest.raises(Conflict):
        recompute_edition(house, name=str(open_one))
    alone = dataclasses.replace(house, methods=Methods(((Quarter(2026, 1), V2),)))
    with pytest.raises(Conflict):
        recompute_edition(alone, name=str(edition))
    other = dataclasses.replace(V1, hash="0" * 64)
    changed = dataclasses.replace(house, methods=Methods(((Quarter(2026, 1), other),)))
    with pytest.raises(Conflict):
        recompute_edition(changed, name=str(edition))


def test_the_first_difference_is_named(lived, monkeypatch):
    house, _, edition = lived
    monkeypatch.setattr(scoring, "is_borderline", lambda band, rules: True)
    again = recompute_edition(house, name=str(edition))
    assert again.digest != again.edition.digest
    assert ".borderline" in again.difference


def test_deadlines_that_pass_and_files_that_are_sent_back_change_no_edition(lived):
    house, cast, edition = lived
    newer = publish(house, cast, Q4, LATER)
    much_later = LATER + timedelta(days=200)
    wrong = sent(house, cast, "data-exchange", Q4, LATER + timedelta(days=1), size=900)
    send_back_submission(house, person=cast.analyst, submission=wrong, reason="Wrong.", now=much_later)
    recompute(house, regions=["arab"], now=much_later)
    for number in (edition, newer):
        assert recompute_edition(house, name=str(number)).difference is None
    assert verify(house).faults == ()


def test_a_quarter_that_was_never_published_is_bridged_from_its_own_method(house):
    cast = factories.people(house, LATER)
    house = dataclasses.replace(house, methods=METHODS)
    for quarter in (Q3, Q4):
        for dataset in FIGURES:
            sent(house, cast, dataset, quarter, LATER)
    factories.accepted(house, cast.uploader, cast.analyst, "preparedness", LATER)
    recompute(house, regions=["arab"], quarters=[Q3, Q4], now=LATER)
    with house.sessions() as session:
        before, after = (results.working_member(session, "EG", quarter) for quarter in (Q3, Q4))
    bridge = after.member.bridge
    assert (before.method_version, after.method_version) == ("v1", "v2")
    assert (bridge.edition, bridge.method_version) == (None, "v1")
    assert bridge.previous == pytest.approx(before.member.index.value, abs=1e-9)
    assert abs(bridge.method) > 0.01
    # The figures of the two quarters are the same.
    assert bridge.method == pytest.approx(bridge.total, abs=1e-9)


def test_the_command_says_the_same_bytes_or_names_the_difference(lived, monkeypatch, capsys):
    house, _, edition = lived
    monkeypatch.setattr(opening, "house", lambda: house)
    assert main(["recompute", "arab/2026-Q3/1"]) == 0
    with house.sessions() as session:
        digest = editions.one(session, edition).digest
    told = capsys.readouterr().out
    assert told.count(digest) == 2
    assert told.splitlines()[-1] == "same bytes"
    monkeypatch.setattr(scoring, "is_borderline", lambda band, rules: True)
    monkeypatch.setattr(action, "ENGINE_VERSION", "99")
    assert main(["recompute", str(edition)]) == 1
    told = capsys.readouterr()
    assert "now by engine 99: another version" in told.out
    assert ".borderline" in told.err
    assert main(["recompute", "arab"]) == 1
