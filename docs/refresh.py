"""Make again what is made from the code: `python docs/refresh.py` writes the tables of odd.md, and
validation.md, calibration.md and finding.md; `--results` the golden hashes as well (CHANGELOG.md
then says what changed). `docs/answers.py`, which takes minutes, is run by itself.
"""

import runpy
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("docs/generate.py", "docs/validate.py", "docs/calibrate.py", "docs/finding.py")
RESULTS = ("tests/golden/refresh.py",)

sys.path.insert(0, str(ROOT / "src"))

if __name__ == "__main__":
    for script in PAGES + (RESULTS if "--results" in sys.argv else ()):
        runpy.run_path(str(ROOT / script), run_name="__main__")
