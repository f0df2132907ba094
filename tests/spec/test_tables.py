"""The tables of the method, row by row, through the engine; and docs/method.md in step with them."""

import importlib.util
import math
import tomllib
from pathlib import Path

import pytest

from app.domain.combining import Input, combine
from app.domain.editions import Measured, Reason
from app.domain.levels import grade_of, level_of, points_of
from app.domain.rounding import half_up
from app.handbook import load

ROOT = Path(__file__).parents[2]
METHOD = load("v1")
TABLES = tomllib.loads((Path(__file__).parent / "tables.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("table", TABLES["points"], ids=lambda table: table["title"])
def test_points(table):
    indicator = METHOD.indicator(table["indicator"])
    assert table["rows"]
    for value, points in table["rows"]:
        assert points_of(Measured(float(value)), indicator)[0].value == points


@pytest.mark.parametrize("row", TABLES["tree"], ids=lambda row: row["title"])
def test_trees(row):
    inputs = {i.code: Input(Measured(float(row.get("points", {}).get(i.code, row["all"])))) for i in METHOD.indicators}
    inputs |= {code: Input(Measured(None, Reason.NO_DATA)) for code in row.get("missing", ())}
    nothing = Input(Measured(None, Reason.NOTHING_TO_MEASURE), owed=False)
    inputs |= dict.fromkeys(row.get("nothing", ()), nothing)
    tree = combine(METHOD, inputs)
    index = tree.value("INDEX")
    assert tree.standing == row["standing"]
    assert round(tree.places["INDEX"].coverage, 3) == row["coverage"]
    assert (None if index is None else half_up(index)) == row.get("index")
    assert (None if index is None else level_of(half_up(index), METHOD.rules)) == row.get("level")


def test_rounding_and_levels():
    for value, published, level in TABLES["rounding"]["rows"]:
        assert half_up(value) == published
        assert level_of(published, METHOD.rules) == level


def test_grades():
    for quality, grade, small in TABLES["grade"]["rows"]:
        assert (grade_of(quality, False, METHOD.rules), grade_of(quality, True, METHOD.rules)) == (grade, small)


def test_risk():
    for exposure, vulnerability, coping, index in TABLES["risk"]["rows"]:
        floored = [max(d, METHOD.risk.floor) for d in (exposure, vulnerability, coping)]
        assert half_up(math.prod(floored) ** (1 / 3)) == index


def test_the_page_of_the_method_is_up_to_date():
    spec = importlib.util.spec_from_file_location("build_method", ROOT / "docs/build_method.py")
    build_method = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build_method)
    page = (ROOT / "docs/method.md").read_text(encoding="utf-8")
    assert page == build_method.method_page(), "run: .venv/bin/python docs/build.py"
