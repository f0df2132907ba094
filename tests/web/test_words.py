"""Words and figures as each language writes them."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.locale import LANGUAGES, catalogue, has, say_count
from app.web import digits
from app.web.words import Words, chart_locale, language_wanted

WEB = Path(__file__).parents[2] / "app" / "web"
KEY = re.compile(r"""(?:\bt|\bn|words\.t|words\.n)\(\s*["']([a-z_]+(?:\.[a-zA-Z_0-9-]+)+)["']""")
RAISED = re.compile(
    r"""(?:NotFound|NotAllowed|SignInNeeded|Conflict|BadRequest|TooBig|TooOften)\(\s*["']([a-z_.]+)["']"""
)


@pytest.mark.parametrize(
    ("language", "value", "expected"),
    [
        ("en", 0.84, "+0.8"),
        ("en", -1.25, "−1.2"),
        ("fr", 2.13, "+2,1"),
        ("ar", 0.84, "\u200e+0.8"),
        ("ar", -3.0, "\u200e−3.0"),
        ("en", None, "–"),
    ],
)
def test_signed(language, value, expected):
    assert Words(language).signed(value) == expected


def test_the_sign_mark_stands_before_negative_numbers_in_arabic_only():
    assert Words("ar").number(-1.0).startswith("\u200e")
    assert not Words("en").number(-1.0).startswith("\u200e")


def test_latin_texts_are_isolated_inside_arabic_sentences():
    assert "\u2068Ali\u2069" in Words("ar").t("web.home.greeting", name="Ali")
    assert "\u2068" not in Words("en").t("web.home.greeting", name="Ali")


def test_a_composed_arabic_text_runs_from_the_right():
    """An isolate that takes its direction from its letters skips those inside inner isolates, and would find none."""
    words = Words("ar")
    part = words.t("web.member.part", name="الرؤية", change=words.signed(-0.2))
    assert f"\u2067{part}\u2069" in words.t("web.member.moved", change=words.signed(1.4), parts=part)


def test_share_takes_the_pattern_of_the_language():
    assert Words("fr").share(0.5) == "50\u202f%" or Words("fr").share(0.5) == "50\u00a0%"
    assert Words("en").share(0.123, 1) == "12.3%"


def test_moment_is_told_in_the_zone_of_the_member_with_its_offset():
    told = Words("en").moment(datetime(2026, 4, 30, 21, 59, tzinfo=UTC), "Africa/Cairo")
    assert "1 May 2026" in told
    assert "UTC+03:00" in told


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("ar-EG,ar;q=0.9,en;q=0.8", "ar"),
        ("de, fr;q=0.7, en;q=0.2", "fr"),
        ("", "en"),
        ("zz", "en"),
        ("en;q=0.1, fr;q=nonsense, ar;q=0.5", "ar"),
    ],
)
def test_language_wanted(header, expected):
    assert language_wanted(header) == expected


def test_month_names_of_charts_are_those_of_cldr_and_twelve_different_ones():
    months = chart_locale("ar")["format"]["months"]
    assert months[4] == "مايو"
    assert len(set(months)) == 12


def keys_used() -> set[str]:
    found = set()
    for path in [*WEB.rglob("*.py"), *WEB.rglob("*.html")]:
        text = path.read_text(encoding="utf-8")
        found |= set(KEY.findall(text)) | set(RAISED.findall(text))
    return found


def test_every_key_used_has_words_in_each_language():
    used = keys_used()
    assert len(used) > 200
    lacking = [(language, key) for language in LANGUAGES for key in sorted(used) if not _has(language, key)]
    assert lacking == []


def _has(language: str, key: str) -> bool:
    return has(language, key) or catalogue(language, key).ungettext(key, key, 3) != key


def test_the_three_catalogues_hold_the_same_keys():
    keys = {}
    for language in LANGUAGES:
        text = (WEB.parent / "locale" / language / "web.po").read_text(encoding="utf-8")
        keys[language] = set(re.findall(r'^msgid "(.+)"$', text, re.M))
    assert len(keys["en"]) > 300
    assert keys["ar"] == keys["fr"] == keys["en"]


def test_the_three_catalogues_are_filled_by_the_same_params():
    unlike = []
    for key in re.findall(r'^msgid "(web\..+)"$', (WEB.parent / "locale/en/web.po").read_text(encoding="utf-8"), re.M):
        said = {language: catalogue(language, key).ugettext(key) for language in LANGUAGES}
        found = {language: set(re.findall(r"%\((\w+)\)", text)) for language, text in said.items()}
        if catalogue("en", key).ungettext(key, key, 3) != key:
            continue  # a plural: the forms for one and two need not name their count
        if not found["ar"] == found["fr"] == found["en"]:
            unlike.append((key, found))
    assert unlike == []


def test_arabic_has_a_form_for_each_of_its_six_numbers():
    forms = {say_count("ar", "web.submission.errors", count) for count in (0, 1, 2, 3, 11, 100)}
    assert len(forms) == 6


def test_templates_hold_no_words_of_their_own():
    """Text between tags is a call, a code or a sign; words stand in the catalogues."""
    allowed = {"PDF", "CSV", "Table Schema", "SHA-256", "SIL Open Font License 1.1"}
    strange = []
    paths = list((WEB / "templates").glob("*.html"))
    assert paths
    for path in paths:
        bare = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.S)
        bare = re.sub(r"<[^>]*>", "\n", bare)
        for piece in bare.split("\n"):
            piece = piece.strip(" ()·–/,:#")
            if re.search(r"[^\W\d_]{2,}", piece) and piece not in allowed:
                strange.append((path.name, piece))
    assert strange == []


INDIC = Words("ar", "arabic")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (INDIC.number(1234567.5), "١٬٢٣٤٬٥٦٧٫٥"),
        (INDIC.number(-2.0), "\u061c-٢٫٠"),
        (INDIC.number(None), "–"),
        (INDIC.signed(0.84), "\u061c+٠٫٨"),
        (INDIC.signed(-3.0), "\u061c−٣٫٠"),
        (INDIC.signed(0.0), "٠٫٠"),
        (INDIC.share(0.125, 1), "١٢٫٥٪\u061c"),
        (INDIC.whole(2026), "٢٠٢٦"),
        (INDIC.plain(15.0), "١٥"),
        (INDIC.quarter("2026-Q3"), "الربع الثالث ٢٠٢٦"),
        (INDIC.month("2026-08"), "أغسطس ٢٠٢٦"),
        (INDIC.day(datetime(2026, 11, 20, tzinfo=UTC).date()), "٢٠ نوفمبر ٢٠٢٦"),
        (INDIC.n("web.submission.errors", 12), "يلزم التصحيح: ١٢ خطأً"),
        (INDIC.t("web.member.level_of", level=INDIC.whole(7)), "\u2068٧\u2069 من ١٠"),
    ],
)
def test_arabic_indic_digits_where_a_reader_chose_them(written, expected):
    assert written == expected


def test_a_moment_keeps_the_code_of_its_zone():
    told = INDIC.moment(datetime(2026, 4, 30, 21, 59, tzinfo=UTC), "Africa/Cairo")
    assert "١ مايو ٢٠٢٦، ٠٠:٥٩" in told
    assert "UTC+03:00" in told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("بصمة SHA-256", "بصمة SHA-256"),
        ("ترخيص CC BY 4.0.", "ترخيص CC BY 4.0."),
        ("المسلّم وفق J+5 خلال 24 ساعة", "المسلّم وفق J+5 خلال ٢٤ ساعة"),
        ("2IPD من 100، 90٪ و23:59", "2IPD من ١٠٠، ٩٠٪ و٢٣:٥٩"),
        ("دورة 2026–2029.", "دورة ٢٠٢٦–٢٠٢٩."),
        ("الشهر %(month2)s من 3", "الشهر %(month2)s من ٣"),
    ],
)
def test_figures_of_a_sentence_are_told_from_those_of_codes(text, expected):
    assert digits.in_sentence(text) == expected


def test_codes_in_a_sentence_and_other_languages_keep_latin_digits():
    assert "#12" in INDIC.t("web.submission.title", number="#12")
    assert Words("fr", "arabic").number(1234.5) == Words("fr").number(1234.5)
    assert Words("en", "arabic").quarter("2026-Q3") == "3rd quarter 2026"
    assert INDIC.latin().number(12.5) == "12.5"


def test_a_list_inside_an_arabic_sentence_runs_from_the_right():
    """An isolate takes its direction from its own letters, not from those of isolates within it."""
    part = Words("ar").t("web.member.part", name="نسبة", change="\u200e+0.2")
    assert f"\u2067{part}\u2069" in Words("ar").t("web.member.moved", change="\u200e+0.2", parts=part)
