"""``python -m reports``: see `reports.command`."""

import sys

from reports.command import main

if __name__ == "__main__":
    sys.exit(main())
