import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from made_scans import write_scans  # noqa: E402


@pytest.fixture(scope="module")
def scans(request, tmp_path_factory):
    """So many made scans as the module says by its `SCANS`."""
    path = tmp_path_factory.mktemp("scans") / "scans.parquet"
    assert write_scans(path, request.module.SCANS) >= request.module.SCANS
    return path
