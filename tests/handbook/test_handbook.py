"""The files of the handbook hold what the field says."""

import dataclasses
import hashlib
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app import handbook
from app.domain.periods import Quarter

ARAB = {
    "DZ",
    "BH",
    "KM",
    "DJ",
    "EG",
    "IQ",
    "JO",
    "KW",
    "LB",
    "LY",
    "MR",
    "MA",
    "OM",
    "PS",
    "QA",
    "SA",
    "SO",
    "SD",
    "SY",
    "TN",
    "AE",
    "YE",
}
CENTRAL = {"KZ", "KG", "TJ", "TM", "UZ", "AZ"}


def test_the_method_is_known_by_the_hash_of_its_file():
    content = (Path(handbook.__file__).parent / "v1.toml").read_bytes()
    method = handbook.load("v1")
    assert method.hash == hashlib.sha256(content).hexdigest()
    assert method is handbook.load("v1")
    with pytest.raises(dataclasses.FrozenInstanceError):
        method.version = "v2"


@pytest.mark.parametrize("version", ["v0", "v99", "members", "../v1", ""])
def test_an_unknown_version_is_refused(version):
    with pytest.raises(KeyError):
        handbook.load(version)


def test_members_of_two_regions():
    regions, members = handbook.members()
    assert [region.code for region in regions] == ["arab", "central-asia"]
    by_region = {r.code: {m.code for m in members if m.region == r.code} for r in regions}
    assert by_region == {"arab": ARAB, "central-asia": CENTRAL}
    for member in members:
        assert ZoneInfo(member.zone)
        assert member.operator
        assert set(member.weekend) <= {5, 6, 7}
        assert member.weekend_source == "assumption"
        assert re.search("[\u0600-\u06ff]", member.names.ar)
        assert re.fullmatch("[A-Z]{3}", member.iso3)
    names = {m.code: m.names for m in members}
    assert (names["PS"].ar, names["PS"].fr, names["EG"].fr) == ("فلسطين", "Palestine", "Égypte")


def test_inform_values_are_there_for_every_member_with_their_edition():
    values = {value.member: value for value in handbook.inform()}
    assert values.keys() == ARAB | CENTRAL
    assert all("2025" in values[code].edition and values[code].risk_class for code in ARAB)
    assert all("2018" in values[code].edition for code in CENTRAL)
    assert all("CC BY 4.0" in value.source for value in values.values())
    yemen = values["YE"]
    assert (yemen.risk, yemen.hazard, yemen.vulnerability, yemen.coping) == (8.2, 8.0, 8.5, 8.2)
    # The published risk is the cube root of the product of the published dimensions, up to their rounding.
    for value in values.values():
        assert abs((value.hazard * value.vulnerability * value.coping) ** (1 / 3) - value.risk) < 0.12, value.member


def test_the_cycle():
    cycle = handbook.cycle()
    assert len(list(cycle.quarters())) == 16
    assert str(cycle.due_day(Quarter(2026, 1))) == "2026-04-30"
    assert str(cycle.grace_ends(Quarter(2026, 1))) == "2026-05-15"


def test_partners_are_countries_and_namibia_is_one():
    partners = handbook.partners()
    assert {"NA", "QA", "US", "AE", "PS"} <= partners
    assert not {"EU", "UN", "ZZ", "EZ", "XA"} & partners
    assert 240 <= len(partners) <= 255
    assert {member.code for member in handbook.members()[1]} <= partners
