"""Studies and sweeps: run every cell, reduce the runs to tables, judge them, write a folder of
results.
"""

from poolsim.study.api import compare, function_of, response, simulate
from poolsim.study.run import StudyResult, run_study
from poolsim.study.sweep import Sweep, resume, sweep

__all__ = [
    "StudyResult",
    "Sweep",
    "compare",
    "function_of",
    "response",
    "resume",
    "run_study",
    "simulate",
    "sweep",
]
