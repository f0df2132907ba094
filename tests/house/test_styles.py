"""Styles say start and end, never left and right, so that Arabic pages mirror by themselves."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHEETS = sorted((ROOT / "app" / "web" / "static").rglob("*.css"))
PHYSICAL = re.compile(
    r"(?<![\w-])(?:margin|padding|border)-(?:left|right)\b|(?:^|[;{\s])(?:left|right)\s*:|"
    r"text-align\s*:\s*(?:left|right)|float\s*:\s*(?:left|right)|border-(?:top|bottom)-(?:left|right)-radius",
    re.MULTILINE,
)


def test_no_physical_sides():
    assert SHEETS
    found = []
    for sheet in SHEETS:
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
        found += [f"{sheet.name}: {match.group().strip()}" for match in PHYSICAL.finditer(text)]
    assert found == []


def test_no_style_asks_another_machine():
    for sheet in SHEETS:
        assert not re.search(r"url\(\s*['\"]?(?:https?:)?//", sheet.read_text(encoding="utf-8")), sheet.name


def test_templates_ask_no_other_machine():
    templates = sorted((ROOT / "app" / "web" / "templates").rglob("*.html"))
    assert templates
    for template in templates:
        text = template.read_text(encoding="utf-8")
        assert not re.search(r"(?:src|action)\s*=\s*['\"](?:https?:)?//", text), template.name
        assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", text), (
            f"{template.name}: script inside"
        )
