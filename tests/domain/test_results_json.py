"""Results survive JSON without loss, byte for byte."""

import json
import random
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plain.random_evidence import evidence

from app.domain.editions import (
    IndicatorResult,
    Measured,
    MemberResult,
    NodeResult,
    Reason,
    RiskPart,
    RiskResult,
    Signal,
    Standing,
)
from app.domain.observations import InformValue, Sent
from app.domain.periods import Quarter
from app.domain.results_json import member_from_json, quarter_from_json, to_json
from app.domain.scoring import score
from app.handbook import load

NUMBER = st.floats(allow_nan=False, allow_infinity=False)
TEXT = st.text(max_size=8)
MEASURED = st.one_of(NUMBER.map(Measured), st.sampled_from(Reason).map(lambda reason: Measured(None, reason)))
QUARTER = st.builds(Quarter, st.integers(1000, 9989), st.integers(1, 4))
PAIR = st.tuples(NUMBER, NUMBER)


def maybe(strategy):
    return st.one_of(st.none(), strategy)


def some(strategy):
    return st.lists(strategy, max_size=2).map(tuple)


INDICATOR = st.builds(
    IndicatorResult, TEXT, TEXT, MEASURED, MEASURED, numerator=maybe(NUMBER), interval=maybe(PAIR),
    approximate=st.booleans(), clip=maybe(TEXT), age=st.integers(), previous=maybe(MEASURED), change=maybe(NUMBER),
)  # fmt: skip
NODE = st.builds(
    NodeResult, TEXT, maybe(TEXT), TEXT, MEASURED, NUMBER, NUMBER, NUMBER, NUMBER, previous=maybe(MEASURED)
)
INFORM = st.builds(InformValue, TEXT, TEXT, NUMBER, TEXT, NUMBER, NUMBER, NUMBER, TEXT)
RISK = st.builds(
    RiskResult, MEASURED, maybe(TEXT), some(st.tuples(TEXT, MEASURED)),
    some(st.builds(RiskPart, TEXT, TEXT, MEASURED, maybe(NUMBER))), maybe(INFORM), maybe(MEASURED),
)  # fmt: skip
SIGNAL = st.builds(
    Signal, TEXT, TEXT, TEXT, maybe(TEXT), st.dictionaries(TEXT, st.one_of(NUMBER, TEXT, st.integers(), st.lists(TEXT)))
)
SENT = st.builds(Sent, TEXT, TEXT, QUARTER, st.integers(), TEXT, st.booleans(), st.booleans())
MEMBER = st.builds(
    MemberResult, TEXT, TEXT, MEASURED, MEASURED, st.sampled_from(Standing), TEXT, NUMBER, NUMBER, NUMBER,
    level=maybe(st.integers()), reasons=some(st.tuples(TEXT, st.sampled_from(Reason))), nodes=some(NODE),
    indicators=some(INDICATOR), risk=maybe(RISK), signals=some(SIGNAL), sent=some(SENT),
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(MEMBER)
def test_any_member_survives(member):
    text = to_json(member)
    assert member_from_json(text) == member
    assert to_json(member_from_json(text)) == text


def test_a_real_quarter_survives_and_is_the_same_text_every_time():
    result = score(evidence(random.Random(3)), load("v1"), "test")
    text = to_json(result)
    assert quarter_from_json(text) == result
    assert to_json(score(evidence(random.Random(3)), load("v1"), "test")) == text
    assert "NaN" not in text
    assert not re.search(r"-0\.0(?![0-9])", text)


def test_text_of_another_kind_is_refused():
    with pytest.raises(KeyError):
        member_from_json(to_json(score(evidence(random.Random(3)), load("v1"), "test")))


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "3", '{"member": "QA"}', '{"colour": 1}'])
def test_other_text_is_refused(text):
    with pytest.raises((ValueError, TypeError, KeyError)):
        member_from_json(text)


def test_not_a_number_is_refused():
    member = score(evidence(random.Random(3)), load("v1"), "test").members[0]
    with pytest.raises(ValueError, match="Out of range float"):
        to_json(replace(member, coverage=float("nan")))
    assert json.loads(to_json(member))["member"] == member.member
