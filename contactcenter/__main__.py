"""`python -m contactcenter` is the command `contactcenter`."""

import sys

from contactcenter.cli import main

if __name__ == "__main__":
    sys.exit(main())
