"""`python -m app.cli` is `barid`."""

import sys

from app.cli import main

sys.exit(main())
