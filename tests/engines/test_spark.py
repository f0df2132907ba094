"""Every measure of every cell on a real cluster of Apache Spark, as on DuckDB."""

from __future__ import annotations

import pytest
from compared import counted, equal
from made_scans import write_scans
from spark_cluster import HOST, SparkCluster, why_not

from ingest.events.engines import EMBEDDED, EngineError, open_engine

pytestmark = [
    pytest.mark.skipif(why_not() is not None, reason=str(why_not())),
    # Sockets between Python and the machine of Java are closed when they are collected.
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def scans(tmp_path_factory):
    path = tmp_path_factory.mktemp("scans") / "scans.parquet"
    assert write_scans(path, 4_000) >= 4_000
    return path


@pytest.fixture(scope="module")
def cluster():
    with pytest.MonkeyPatch.context() as patch, SparkCluster() as started:
        patch.setenv("SPARK_LOCAL_IP", HOST)
        yield started


def test_counts_as_the_embedded_engine_does(scans, cluster):
    # One kind: a cluster takes a second for each question, however few the scans. PostgreSQL is asked all of them.
    kind = "working days, every member"
    equal(counted(scans, kind, cluster.address), counted(scans, kind, EMBEDDED))


def test_without_its_package_spark_is_refused_in_words(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyspark.sql", None)
    with pytest.raises(EngineError, match="pyspark"):
        open_engine("spark://127.0.0.1:1", tmp_path)
