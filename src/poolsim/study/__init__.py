"""Studies: run every cell, reduce the runs to tables, judge them, write a folder of results."""

from poolsim.study.run import StudyResult, run_study

__all__ = ["StudyResult", "run_study"]
