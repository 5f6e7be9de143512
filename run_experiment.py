"""The front door: `python run_experiment.py` answers the paper's question; `--help` shows what else
there is.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "src"))

from poolsim.cli.main import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
