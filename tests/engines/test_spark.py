"""Every measure of every cell on a real cluster of Apache Spark, as on DuckDB."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from compared import counted, equal
from spark_cluster import HOST, SparkCluster, why_not

from ingest.events.engines import EMBEDDED, EngineError, open_engine
from ingest.events.engines.spark import Spark

SCANS = 4_000
pytestmark = [
    pytest.mark.skipif(why_not() is not None, reason=str(why_not())),
    # Sockets between Python and the machine of Java are closed when they are collected.
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]


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


def test_a_cluster_that_does_not_answer_is_told_without_its_address(tmp_path, monkeypatch):
    def lost(builder):
        raise ConnectionError("spark://user:secret@10.0.0.1")

    from pyspark.sql import SparkSession

    monkeypatch.setattr(SparkSession.Builder, "getOrCreate", lost)
    with pytest.raises(EngineError) as refused:
        open_engine("spark://user:secret@10.0.0.1:1", tmp_path)
    assert refused.value.params == {"reason": "Spark does not answer (ConnectionError)"}


def test_parts_of_a_shuffle_are_left_to_who_runs_the_cluster():
    said = {}
    context = SimpleNamespace(
        getConf=lambda: SimpleNamespace(getAll=lambda: [("spark.sql.shuffle.partitions", "7")]), defaultParallelism=2
    )
    engine = object.__new__(Spark)
    engine._session = SimpleNamespace(sparkContext=context, conf=SimpleNamespace(set=said.__setitem__))
    engine._share()
    assert said == {}
