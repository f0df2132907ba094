"""Makes the slow second implementation importable when this folder is run alone."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
