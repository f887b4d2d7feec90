"""``python -m empowerkit`` is the command `empowerkit`."""

from __future__ import annotations

import sys

from empowerkit.cli import main


if __name__ == "__main__":
    sys.exit(main())
