"""What-if over stored results: no change gives the stored score, a change gives what scoring would have given."""

import itertools
import math
import random
from dataclasses import replace
from functools import cache

import pytest
from plain.random_evidence import QUARTER, evidence

from app.domain.causes import Cause, causes_of_change, causes_of_parts, foremost
from app.domain.editions import Measured, Reason, Standing
from app.domain.errors import BadRequest
from app.domain.explain import appearance
from app.domain.measures import FIGURES
from app.domain.observations import Evidence, MonthSums
from app.domain.rebuilding import difference
from app.domain.results_json import member_from_json, to_json
from app.domain.scoring import score
from app.domain.whatif import to_be_won, what_if
from app.handbook import load

V1 = load("v1")
METHOD = replace(V1, rules=replace(V1.rules, draws=100))
WEIGHING = [i.code for i in METHOD.indicators if METHOD.weights[i.code] > 0]


@cache
def quarter(seed):
    return score(evidence(random.Random(4000 + seed)), METHOD, "test")


def quarters(seeds):
    for seed in seeds:
        yield random.Random(seed), quarter(seed)


def scored(seeds):
    return [m for _, result in quarters(seeds) for m in result.members if m.index.value is not None]


def random_changes(r):
    codes = r.sample(WEIGHING, r.randint(1, 5))
    return {
        code: None if r.random() < 0.4 else r.uniform(METHOD.indicator(code).floor, METHOD.indicator(code).target)
        for code in codes
    }


def test_no_change_gives_exactly_what_is_stored():
    seen = set()
    count = 0
    for _, result in quarters(range(50)):
        for member in result.members:
            kept = member_from_json(to_json(member))
            outcome = what_if(METHOD, kept, {}, result)
            assert outcome.before == outcome.after
            stand = outcome.after
            for name in ("index", "published", "standing", "level", "rank", "ranked", "coverage", "lower", "upper"):
                assert getattr(stand, name) == getattr(member, name), (member.member, name)
            nodes = {node.code: node.score for node in member.nodes}
            assert dict(stand.pillars) == {code: nodes[code] for code, _ in stand.pillars}
            seen.add(member.standing)
            count += 1
    assert count > 300
    assert seen == set(Standing)


def flat(**changes):
    """Evidence in which every figure of every month is the same, so that a share can be set by its numerator."""
    values = {dataset: {m.name: 100.0 for m in measures} for dataset, measures in FIGURES.items()}
    for name, value in changes.items():
        dataset = next(d for d, measures in FIGURES.items() if name in {m.name for m in measures})
        values[dataset][name] = value
    months = tuple(
        MonthSums("EG", dataset, month, dict(found), {}, rows=1, product="")
        for dataset, found in values.items()
        for month in QUARTER.months
    )
    return Evidence(QUARTER, ("EG",), months)


def test_a_change_gives_what_scoring_other_figures_gives():
    share = next(i for i in METHOD.indicators if i.formula.kind == "share" and METHOD.weights[i.code] > 0)
    (stored,) = score(flat(), METHOD, "test").members
    for value in (0.0, 37.0, 81.5):
        (other,) = score(flat(**{share.formula.numerator: value}), METHOD, "test").members
        changes = {
            one.code: one.value.value
            for one, was in zip(other.indicators, stored.indicators, strict=True)
            if one.value != was.value
        }
        assert share.code in changes
        after = what_if(METHOD, stored, changes).after
        assert (after.index, after.standing, after.level) == (other.index, other.standing, other.level)


def test_parts_sum_to_the_difference_and_turn_with_the_direction():
    differences = vanished = 0
    for r, result in quarters(range(40)):
        for member in result.members:
            outcome = what_if(METHOD, member, random_changes(r), result)
            if outcome.parts is None:
                assert outcome.difference is None
                continue
            parts = outcome.parts
            differences += 1
            vanished += {c for c, s in outcome.before.pillars if s.reason} != {
                c for c, s in outcome.after.pillars if s.reason
            }
            assert math.isclose(
                math.fsum(parts.total.get(code, 0.0) for code in WEIGHING), outcome.difference, abs_tol=1e-9
            )
            told = math.fsum(cause.points for cause in causes_of_parts(METHOD, parts))
            assert abs(told - outcome.difference) < 0.05 * (len(WEIGHING) + 1)
    assert differences > 100
    assert vanished > 5


def test_dropping_an_indicator_is_as_if_it_had_not_been_sent():
    better = worse = 0
    for member, code in itertools.product(scored(range(4)), WEIGHING):
        if METHOD.node(METHOD.indicator(code).node).level != "pillar":
            continue
        pillar = METHOD.indicator(code).node
        outcome = what_if(METHOD, member, {code: None})
        before, after = dict(outcome.before.pillars)[pillar], dict(outcome.after.pillars)[pillar]
        own = next(one for one in member.indicators if one.code == code).points.value
        if own is None or after.value is None or own == before.value:
            continue
        assert outcome.after.coverage < outcome.before.coverage
        # Bounds are widened to hold a score that leaves a whole pillar out, and that score moves.
        if all(score.value is not None for _, score in outcome.before.pillars):
            assert outcome.after.lower <= outcome.before.lower
            assert outcome.after.upper >= outcome.before.upper
        assert (outcome.difference > 0) == (own < before.value)
        better, worse = better + (outcome.difference > 0), worse + (outcome.difference < 0)
    assert better > 5
    assert worse > 5
    nothing = what_if(METHOD, member, dict.fromkeys(WEIGHING)).after
    assert nothing.index == Measured(None, Reason.NO_DATA)
    assert (nothing.standing, nothing.level, nothing.rank) == (Standing.NOT_PUBLISHED, None, None)


def test_the_rank_is_among_the_others_as_they_are():
    ranked = 0
    for _, result in quarters(range(30)):
        final = [m for m in result.members if m.rank is not None]
        for member in final:
            at_target = {code: METHOD.indicator(code).target for code in WEIGHING}
            at_floor = {code: METHOD.indicator(code).floor for code in WEIGHING}
            best = what_if(METHOD, member, at_target, result).after
            worst = what_if(METHOD, member, at_floor, result).after
            assert (best.published.value, best.level, best.rank) == (100.0, METHOD.rules.levels, 1)
            assert worst.rank == len(final)
            assert best.ranked == worst.ranked == len(final)
            assert what_if(METHOD, member, at_target).after.rank is None
            ranked += len(final) > 1
    assert ranked > 5


def test_what_cannot_be_is_refused():
    member = scored(range(3))[0]
    for changes, why in (
        ({"XXX-01": 1.0}, "bad_request.no_such_indicator"),
        ({WEIGHING[0]: math.nan}, "bad_request.impossible_value"),
        ({WEIGHING[0]: math.inf}, "bad_request.impossible_value"),
        ({WEIGHING[0]: -1.0}, "bad_request.impossible_value"),
        ({WEIGHING[0]: 100.5}, "bad_request.impossible_value"),
    ):
        with pytest.raises(BadRequest) as refused:
            what_if(METHOD, member, changes)
        assert refused.value.code == why


def test_points_to_be_won_are_what_the_target_alone_would_bring():
    gained = 0
    for member in scored(range(12)):
        gains = to_be_won(METHOD, member)
        assert [g.points for g in gains] == sorted((g.points for g in gains), reverse=True)
        for gain in gains:
            outcome = what_if(METHOD, member, {gain.code: METHOD.indicator(gain.code).target})
            assert outcome.difference == gain.points
            gained += gain.points > 0.05
            own = next(one for one in member.indicators if one.code == gain.code)
            # A pillar that was missing may appear with a score below the index, and take it down.
            assert gain.points >= -1e-12 or own.value.value is None
            if own.points.value == 100.0:
                assert gain.points == 0.0
    assert gained > 50


def test_nothing_is_to_be_won_without_a_score_or_where_there_was_nothing_to_measure():
    results = [m for _, result in quarters(range(25)) for m in result.members]
    without = [m for m in results if m.index.value is None]
    assert without
    assert all(to_be_won(METHOD, m) == () for m in without)
    dropped = 0
    for member in results:
        told = {gain.code for gain in to_be_won(METHOD, member)}
        for one in member.indicators:
            if (
                one.value.reason is Reason.NOTHING_TO_MEASURE
                and METHOD.indicator(one.code).nothing_to_measure == "drops"
            ):
                dropped += 1
                assert one.code not in told
    assert dropped > 0


def test_the_difference_between_two_members_sums_and_turns():
    members = scored(range(12))
    pairs = list(zip(members, members[1:], strict=False))
    uneven = 0
    for one, other in pairs:
        parts, back = difference(METHOD, one, other), difference(METHOD, other, one)
        apart = one.index.value - other.index.value
        assert math.isclose(math.fsum(parts.total.get(c, 0.0) for c in WEIGHING), apart, abs_tol=1e-9)
        assert math.isclose(math.fsum(parts.total.get(p.code, 0.0) for p in METHOD.pillars), apart, abs_tol=1e-9)
        assert all(math.isclose(parts.total[code], -back.total[code], abs_tol=1e-9) for code in parts.total)
        uneven += {n.code for n in one.nodes if n.score.reason} != {n.code for n in other.nodes if n.score.reason}
    assert uneven > 5
    empty = next(m for _, result in quarters(range(25)) for m in result.members if m.index.value is None)
    assert difference(METHOD, members[0], empty) is None
    assert all(abs(part) < 1e-12 for part in difference(METHOD, members[0], members[0]).total.values())


def test_data_and_coverage_effects_are_told_apart_and_sum_to_the_change():
    moved = with_coverage = 0
    for member in scored(range(50)):
        root = member.nodes[0]
        if member.change is None:
            assert all(one.change_coverage is None for one in (*member.nodes, *member.indicators))
            continue
        moved += 1
        own = [one for one in member.indicators if one.change is not None]
        assert math.isclose(math.fsum(one.change for one in own), member.change, abs_tol=1e-9)
        assert math.isclose(math.fsum(one.change_coverage for one in own), root.change_coverage, abs_tol=1e-9)
        for one in own:
            if one.value.value is not None and one.previous.value == one.value.value:
                assert math.isclose(one.change, one.change_coverage, abs_tol=1e-9)
        whole = [m for m in member.indicators if m.previous is None or bool(m.previous.reason) != bool(m.value.reason)]
        if not whole:
            assert abs(root.change_coverage) < 1e-9
        with_coverage += abs(root.change_coverage) > 0.05
        told = causes_of_change(member)
        assert [abs(c.points) for c in told] == sorted((abs(c.points) for c in told), reverse=True)
        assert sum(c.code is None for c in told) == (abs(root.change_coverage) >= 0.05)
    assert moved > 100
    assert with_coverage > 20


def test_appearance_of_a_node_is_that_of_its_indicators():
    one, other = scored(range(4))[:2]
    parts = difference(METHOD, one, other)
    came = appearance(METHOD, parts)
    for node in METHOD.depth_first:
        assert math.isclose(came[node.code], math.fsum(came[i.code] for i in METHOD.under(node.code)), abs_tol=1e-9)


def test_results_stored_before_coverage_was_told_apart_are_still_read():
    member = scored(range(2))[0]
    text = to_json(member)
    plain = text
    for one in (*member.nodes, *member.indicators):
        for form in (f'"change_coverage":{one.change_coverage!r},', '"change_coverage":null,'):
            plain = plain.replace(form, "")
    assert "change_coverage" not in plain
    read = member_from_json(plain)
    assert read.change == member.change
    bare = tuple(replace(one, change_coverage=None) for one in member.indicators)
    assert read.indicators == bare


def test_a_sentence_names_the_largest_causes_and_always_data_that_came_or_went():
    causes = tuple(
        Cause(code, points) for code, points in (("a", 5.0), ("b", -4.0), ("c", 3.0), ("d", 2.0), (None, 1.0))
    )
    named, more = foremost(causes)
    assert [cause.code for cause in named] == ["a", "b", "c", None]
    assert more
    assert foremost(causes[:3]) == (causes[:3], False)
    assert foremost(causes, most=9) == (causes, False)
