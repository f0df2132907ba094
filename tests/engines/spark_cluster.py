"""A real cluster of Apache Spark on this machine: one master and workers of one core each, on loopback.

`python tests/engines/spark_cluster.py` starts it, prints its address and stops it again on Ctrl-C. It needs PyPI's
pyspark and Java 17; what it started it ends by its process, and nothing else.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from urllib.request import urlopen

HOST = "127.0.0.1"
WAIT_IN_SECONDS = 60


def why_not() -> str | None:
    """Why no cluster can be started here; None when one can."""
    if find_spec("pyspark") is None:
        return "the package pyspark is not installed"
    return None if shutil.which("java") else "no Java: install openjdk-17-jre-headless"


class SparkCluster:
    """Master and workers as processes in the foreground; everything they write is in a folder of their own."""

    def __init__(self, workers: int = 2, memory: str = "1g") -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="barid-spark-"))
        port, self._page = _free_ports(2)
        self.address = f"spark://{HOST}:{port}"
        self._workers = workers
        self.master: subprocess.Popen[bytes] | None = None
        self.workers: list[subprocess.Popen[bytes]] = []
        self.master = self._start("master", "--port", str(port), "--webui-port", str(self._page))
        for number in range(workers):
            folder = self.folder / f"worker-{number}"
            started = self._start(
                "worker", "--cores", "1", "--memory", memory, "--webui-port", "0", "--work-dir", str(folder),
                self.address, name=f"worker-{number}",
            )  # fmt: skip
            self.workers.append(started)

    def _start(self, kind: str, *options: str, name: str = "master") -> subprocess.Popen[bytes]:
        import pyspark

        home = Path(pyspark.__file__).parent
        environment = {
            **os.environ, "SPARK_HOME": str(home), "SPARK_LOCAL_IP": HOST, "SPARK_LOCAL_DIRS": str(self.folder),
            "SPARK_DAEMON_MEMORY": "256m", "PYSPARK_PYTHON": sys.executable,
        }  # fmt: skip
        words = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{kind}.{kind.capitalize()}"]
        with (self.folder / f"{name}.log").open("wb") as log:
            # A group of its own: an executor is a child of its worker, and ends with it.
            return subprocess.Popen(
                [*words, "--host", HOST, *options], env=environment, stdin=subprocess.DEVNULL, stdout=log,
                stderr=subprocess.STDOUT, start_new_session=True, cwd=self.folder,
            )  # fmt: skip

    def wait(self) -> SparkCluster:
        """Until every worker has told the master of itself; RuntimeError with the logs when one does not."""
        until = time.monotonic() + WAIT_IN_SECONDS
        while time.monotonic() < until:
            if self._alive() >= self._workers:
                return self
            time.sleep(0.2)
        raise RuntimeError("\n".join(log.read_text(errors="replace") for log in self.folder.glob("*.log")))

    def _alive(self) -> int:
        try:
            with urlopen(f"http://{HOST}:{self._page}/json/", timeout=2) as answer:
                return int(answer.read().decode().count('"ALIVE"')) - 1  # the master says it of itself
        except OSError:
            return 0

    def kill_worker(self, number: int = 0) -> None:
        """SIGKILL a worker with its executors, as when a machine goes dark."""
        os.killpg(self.workers[number].pid, signal.SIGKILL)

    def stop(self) -> None:
        for process in (*self.workers, self.master):
            if process is not None:
                _end(process)
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> SparkCluster:
        return self.wait()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _end(process: subprocess.Popen[bytes]) -> None:
    for how in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, how)
        except ProcessLookupError:
            break
        try:
            process.wait(timeout=10)
            break
        except subprocess.TimeoutExpired:
            continue
    process.wait(timeout=10)


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server((HOST, 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        with closing(one):
            pass
    return ports


if __name__ == "__main__":
    with SparkCluster() as cluster:
        print(cluster.address, flush=True)
        try:
            signal.pause()
        except KeyboardInterrupt:
            print("ends", flush=True)
