"""`python -m poolsim` is `poolsim`."""

import sys

from poolsim.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
