"""The rules are public: each with its words, what it does today, and since when."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from app.cli import main, opening
from app.domain import rules
from app.domain.periods import Quarter
from app.domain.rules import Start


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_rule_is_listed_for_everybody(browser, language):
    html = browser().get(f"/{language}/rules").text
    listed = [rule.code for rule in rules.rules(date(2026, 11, 24))]
    assert [code for code in listed if f'<tr id="{code}">' not in html] == []
    assert "%(" not in html


def test_a_young_rule_says_when_it_warns_and_when_it_refuses(browser, monkeypatch):
    for start, words in (
        (Start("2027.1", Quarter(2027, 1), Quarter(2027, 2)), ("Not yet in force", "Warns from 1st quarter 2027 on.")),
        (Start("2026.3", Quarter(2026, 4), Quarter(2027, 1)), ("Warning", "Refuses from 1st quarter 2027 on.")),
    ):
        monkeypatch.setitem(rules.STARTS, "TYP_NUMBER", start)
        row = browser().get("/en/rules").text.split('<tr id="TYP_NUMBER">')[1].split("</tr>")[0]
        assert [word for word in (*words, start.ruleset) if word not in row] == []


def test_the_command_lists_the_same_rules(capsys, monkeypatch, now):
    monkeypatch.setattr(opening, "now", lambda: now)
    assert main(["rules", "--lang", "fr"]) == 0
    lines = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [line["code"] for line in lines] == [rule.code for rule in rules.rules(now.date())]
    outlier = next(line for line in lines if line["code"] == "SEM_OUTLIER")
    assert (outlier["today"], outlier["ruleset"], outlier["warns_from"], outlier["blocks_from"]) == (
        "warning", "2026.2", "2026-Q4", "",
    )  # fmt: skip
    assert outlier["message"].startswith("… en … (…)")
