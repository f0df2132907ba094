"""The map's outlines: where they should be, small, and with a marker for what is too small."""

from app import handbook
from reports.outlines import outline


def arab():
    return tuple(sorted(m.iso3 for m in handbook.members()[1] if m.region == "arab"))


def test_every_member_has_an_outline_inside_the_map():
    for region in handbook.members()[0]:
        members = tuple(sorted(m.iso3 for m in handbook.members()[1] if m.region == region.code))
        drawn = outline(members)
        found = {country.iso3: country for country in drawn.countries}
        assert set(members) <= set(found)
        for country in drawn.countries:
            for x, y in (point for ring in country.rings for point in ring):
                assert -1e-3 <= x <= 1.001
                assert -1e-3 <= y <= drawn.height + 1e-3


def test_places_stand_as_on_the_earth():
    middle = {country.iso3: country.middle for country in outline(arab()).countries}
    assert middle["MAR"][0] < middle["EGY"][0] < middle["OMN"][0]  # west to east
    assert middle["SYR"][1] < middle["SAU"][1] < middle["COM"][1]  # north to south


def test_small_members_get_a_marker_and_large_ones_none():
    tiny = {country.iso3 for country in outline(arab()).countries if country.tiny}
    assert {"BHR", "COM"} <= tiny
    assert not tiny & {"EGY", "SAU", "DZA"}


def test_the_outlines_are_simplified_and_read_once():
    drawn = outline(arab())
    assert sum(len(ring) for country in drawn.countries for ring in country.rings) < 12_000
    assert outline(arab()) is drawn


def test_an_unknown_member_is_left_out_and_no_member_gives_the_world():
    assert "XXX" not in {country.iso3 for country in outline(("XXX", "EGY")).countries}
    assert len(outline(()).countries) > 150
