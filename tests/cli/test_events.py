"""`barid events` with several files, and every finding in a file."""

from __future__ import annotations

from app.cli import main

HEADER = "item_id,event,time_local,destination\n"


def test_several_files_become_measures_and_a_list_of_findings(tmp_path, capsys):
    rows = "".join(f"A{number},EMD,2026-01-05T08:00Z,SA\n" for number in range(9))
    (tmp_path / "one.csv").write_text(HEADER + rows)
    (tmp_path / "two.csv").write_text(HEADER + "RR473124828EG,EMI,2026-01-06T08:00Z,SA\nB,EMI,2099-01-05T08:00Z,SA\n")
    files = [str(tmp_path / "one.csv"), str(tmp_path / "two.csv")]
    asked = ["--profile", "barid", "--out", str(tmp_path / "m.csv"), "--findings", str(tmp_path / "f.csv")]
    assert main(["events", *files, *asked]) == 0
    said = capsys.readouterr().out
    assert "EVT_TIME_FUTURE" in said
    assert "two.csv" in said
    assert "Seconds taken" in said
    assert "items_arrived,9" in (tmp_path / "m.csv").read_text()
    found = (tmp_path / "f.csv").read_text(encoding="utf-8-sig").splitlines()
    assert found[1:] == [
        "two.csv,2,1,item_id,EVT_S10_CHECK,warning,RR473124828EG",
        "two.csv,3,2,time_local,EVT_TIME_FUTURE,error,2099-01-05T08:00Z",
    ]
    assert main(["events", files[0], str(tmp_path / "none.csv"), *asked]) == 2


def test_the_engine_is_named_and_what_is_no_engine_is_told(tmp_path, capsys, monkeypatch):
    (tmp_path / "one.csv").write_text(HEADER + "A,EMD,2026-01-05T08:00Z,SA\n")
    asked = ["events", str(tmp_path / "one.csv"), "--profile", "barid", "--out", str(tmp_path / "m.csv")]
    assert main([*asked, "--engine", "duckdb"]) == 0
    assert main([*asked, "--engine", "mysql://user:secret@host"]) == 1
    told = capsys.readouterr().err
    assert "write one of duckdb, postgresql://" in told
    assert "secret" not in told
    monkeypatch.setenv("BARID_EVENTS_ENGINE", "nowhere")
    assert main(asked) == 1
