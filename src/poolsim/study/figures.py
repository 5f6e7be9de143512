"""The figures of a complete study, from its tables."""

from pathlib import Path

import pandas as pd

from poolsim.statistics.summary import pooled_summary
from poolsim.study.declared.figures import swept_addresses
from poolsim.study.declared.study import Study
from poolsim.study.stored.folder import FIGURES, alone, writing
from poolsim.study.stored.manifest import read_manifest, write_manifest
from poolsim.study.stored.plan import keeps_curves
from poolsim.study.stored.written import read_table


def draw_figures(folder: Path, study: Study) -> tuple[str, ...]:
    """Draw the figures of a study that are not drawn yet, in the folder `figures`; returns a
    warning for each page that could not be drawn.
    """
    with alone(folder):
        made = read_manifest(folder)
        asked = [name for name in study.figures if name not in made.drawn]
        if not asked:
            return ()
        with writing(folder / FIGURES):
            warnings = _draw(folder, study, asked)
        if not warnings:
            write_manifest(folder, made.model_copy(update={"drawn": study.figures}))
    return tuple(warnings)


def _draw(folder: Path, study: Study, names: list[str]) -> list[str]:
    from poolsim.plots import draw_all

    curves = read_table(folder, "curves").to_pandas() if keeps_curves(study) else pd.DataFrame()
    title, summary = study.title or study.name, _summary(folder, study)
    return draw_all(names, title, curves, summary, swept_addresses(study), folder / FIGURES)


def _summary(folder: Path, study: Study) -> pd.DataFrame:
    """The summary of every cell; over all worlds where there are some."""
    if not study.worlds():
        return read_table(folder, "summary").to_pandas().drop(columns="cell")
    runs = read_table(folder, "runs").to_pandas().drop(columns="cell")
    return pooled_summary(runs, study.worlds())
