"""The PDF: conforming, the same every time, and readable by a machine."""

import hashlib
import json
import subprocess
import sys
import threading
import unicodedata
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from app.domain.members import Names
from reports.quarterly import as_of, content
from reports.rendering import RenderingError, render

REPOSITORY = Path(__file__).parents[2]
TURNING = {ord(c): None for c in "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}


def pages_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def akey(word):
    """A word without marks and without order: extractors turn letters of Arabic ligatures around."""
    return "".join(sorted(c for c in unicodedata.normalize("NFKC", word) if not unicodedata.combining(c)))


def words_of(text):
    return {akey(word.strip(".,:;،؛()")) for word in text.translate(TURNING).split()}


def made(given):
    return render(content(given), as_of(given.quarter))


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("member", ["IQ", "YE", None])
def test_every_report_conforms_and_says_what_it_must(report, language, member):
    """`render` raises on any warning and on anything against PDF/A-2a or UA-1. YE has sent nothing and has no score."""
    given = report(language, member, synthetic=True)
    pdf = made(given)
    assert b"pdfuaid:part" in pdf
    assert b"pdfaid:part" in pdf
    pages = pages_of(pdf)
    least, most = (6, 10) if member else (9, 24)
    assert least <= len(pages) <= most
    found = words_of(" ".join(pages))
    form = given.form
    wanted = [given.title, form.say("report.section.method"), form.say("report.section.indicators"), "INFORM", "CC"]
    for word in " ".join(wanted).split():
        assert akey(word) in found, word
    assert akey(given.digest) in found, "the colophon names the inputs"


def test_a_member_that_sent_nothing_gets_a_report_that_says_so(report):
    """From evidence to PDF: no score, the reason, the silence and what to do about it."""
    text = " ".join(" ".join(pages_of(made(report("en", "YE")))).split())
    assert "No index is published for this quarter" in text
    assert "No figures were received for 5 of 5 datasets" in text
    assert "Call the operator" in text
    assert "silent" in text


def test_the_region_names_every_member_and_every_sentence_of_the_change(report):
    given = report("en")
    text = " ".join(" ".join(pages_of(made(given))).split())
    for name in given.names.values():
        assert name in text
    assert f"{len(given.results)} members: ranked" in text


def test_same_content_same_bytes_here_in_a_thread_and_in_another_process(report, tmp_path):
    given = report("ar", "IQ")
    told, moment = content(given), as_of(given.quarter)
    first = render(told, moment)
    assert render(told, moment) == first
    elsewhere = []
    thread = threading.Thread(target=lambda: elsewhere.append(render(told, moment)))
    thread.start()
    thread.join()
    assert elsewhere == [first]
    data = tmp_path / "content.json"
    data.write_text(json.dumps(told), encoding="utf-8")
    code = (
        "import hashlib, json, sys; from reports.rendering import render; "
        "print(hashlib.sha256(render(json.load(open(sys.argv[1], encoding='utf-8')), int(sys.argv[2]))).hexdigest())"
    )
    printed = subprocess.run(
        [sys.executable, "-c", code, str(data), str(moment)], cwd=REPOSITORY, capture_output=True, text=True, check=True
    ).stdout
    assert printed.strip() == hashlib.sha256(first).hexdigest()


def test_a_draft_says_so_on_each_page_and_a_final_report_on_none(report):
    draft = pages_of(made(report("en", "IQ", draft=True, edition_number=None)))
    assert all("DRAFT" in page for page in draft)
    assert not any("DRAFT" in page for page in pages_of(made(report("en", "IQ"))))


def test_synthetic_data_are_marked_on_the_cover_and_in_each_footer(report):
    pages = pages_of(made(report("en", "IQ", synthetic=True)))
    assert "figures were made up" in pages[0]
    assert all("Synthetic data" in page for page in pages)


@pytest.mark.parametrize(
    "hostile", ['#panic("out")', '#read("/etc/passwd")', "$x$ *b* _i_ <label> @ref", "\u202egnp.exe\u202c"]
)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_hostile_names_stay_text(report, language, hostile):
    given = report(language)
    members = tuple(replace(m, names=Names(hostile, hostile, hostile)) if m.code == "IQ" else m for m in given.members)
    for member in ("IQ", None):
        text = " ".join(pages_of(made(replace(given, members=members, member=member))))
        shown = hostile.translate(TURNING)
        assert "root:" not in text
        assert "".join(shown.split()) in "".join(text.translate(TURNING).split()) or language == "ar"


def test_a_name_that_the_font_cannot_write_is_an_error_not_a_box(report):
    given = report("en", "IQ")
    members = tuple(replace(m, names=Names("漢", "漢", "漢")) if m.code == "IQ" else m for m in given.members)
    with pytest.raises(RenderingError, match="漢"):
        made(replace(given, members=members))
