"""Every word of the domain stands in all three catalogues."""

import pytest
from babel.messages.pofile import read_po

from app import locale as rooms
from app.domain.editions import Reason, Standing
from app.domain.measures import CHECKLIST_COUNTS, DATASETS, DISASTER_READINESS, MEASURES, REQUIREMENTS, Direction
from app.domain.members import PRODUCTS
from app.domain.method_parsing import RISK_PARTS
from app.domain.risk import CLASSES
from app.domain.signals import WEIGHTS
from app.handbook import load
from app.locale import LANGUAGES, has

METHOD = load("v1")
KEYS = [
    *(f"measure.{name}{suffix}" for name in MEASURES for suffix in ("", ".definition")),
    *(f"item.{item}" for item in (*REQUIREMENTS, *DISASTER_READINESS, *CHECKLIST_COUNTS)),
    *(f"product.{product}" for product in PRODUCTS),
    *(f"unit.{measure.unit}" for measure in MEASURES.values()),
    *(f"unit.{indicator.unit}" for indicator in METHOD.indicators),
    *(f"dataset.{dataset}" for dataset in DATASETS),
    *(f"direction.{direction}" for direction in Direction),
    *(f"reason.{reason}" for reason in Reason),
    *(f"standing.{standing}{suffix}" for standing in Standing for suffix in ("", ".definition")),
    *(f"grade.{letter}" for letter, _ in METHOD.rules.grades),
    *(f"risk.class.{name}" for name in CLASSES),
    *(f"risk.part.{name}" for name in ("inform_hazard", *RISK_PARTS)),
    *(f"risk.dimension.{name}" for name in ("exposure", "vulnerability", "coping")),
    *(f"signal.weight.{weight}" for weight in WEIGHTS),
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_without_words(language):
    assert len(KEYS) > 180
    assert [key for key in KEYS if not has(language, key)] == []


def test_the_catalogues_hold_the_same_keys_and_placeholders():
    held = {}
    for language in LANGUAGES:
        path = rooms.Path(rooms.__file__).parent / language / "domain.po"
        with path.open("rb") as source:
            held[language] = {m.id: m for m in read_po(source) if m.id}
    assert held["ar"].keys() == held["fr"].keys() == held["en"].keys()
    for key, message in held["en"].items():
        for language in ("ar", "fr"):
            other = held[language][key].string
            assert other.strip()
            assert {p for p in _placeholders(other)} == {p for p in _placeholders(message.string)}, (language, key)


def _placeholders(text):
    return [part.split(")s")[0] for part in text.split("%(")[1:]]
