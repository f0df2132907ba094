"""`.ci/skips.py` lets through only what needs ../shared, and counts like pytest."""

import importlib.util
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).parents[2]
spec = importlib.util.spec_from_file_location("skips", ROOT / ".ci" / "skips.py")
skips = importlib.util.module_from_spec(spec)
spec.loader.exec_module(skips)

REPORT = """<testsuites><testsuite tests="4" failures="1" errors="0" skipped="2" time="3.21">
<testcase classname="a" name="one"/><testcase classname="a" name="two"><failure message="no"/></testcase>
<testcase classname="a" name="three"><skipped type="pytest.skip" message="no PostgreSQL here"/></testcase>
<testcase classname="a" name="four"><skipped type="pytest.skip" message="../shared is absent"/></testcase>
</testsuite></testsuites>"""


def test_a_skip_for_want_of_a_program_is_not_allowed():
    reasons = dict(skips.skips(ElementTree.fromstring(REPORT)))
    assert reasons == {"a.three": "no PostgreSQL here", "a.four": "../shared is absent"}
    assert not skips.allowed("no PostgreSQL here")


def test_shared_may_be_missing_only_where_it_is(monkeypatch, tmp_path):
    monkeypatch.setattr(skips, "REPOSITORY", tmp_path / "house")
    (tmp_path / "house").mkdir()
    assert skips.allowed("../shared is absent")
    (tmp_path / "shared").mkdir()
    assert not skips.allowed("../shared is absent")


def test_the_counts_read_like_those_of_pytest():
    assert skips.one_line(ElementTree.fromstring(REPORT)) == "1 failed, 1 passed, 2 skipped in 3.21s"


def test_several_reports_are_read_as_one(tmp_path, capsys):
    reports = [tmp_path / "core.xml", tmp_path / "others.xml"]
    for report in reports:
        report.write_text(REPORT, encoding="utf-8")
    assert skips.main(["--summary", *map(str, reports)]) == 0
    assert skips.main([str(reports[0]), str(tmp_path / "none.xml")]) == 1
    assert capsys.readouterr().out == "2 failed, 2 passed, 4 skipped in 6.42s\npytest left no report\n"
