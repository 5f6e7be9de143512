"""Which figures a study can have."""

from poolsim.economy.outcomes import OUTCOMES
from poolsim.scenario.toml import nearest
from poolsim.study.declared.study import FIGURES, MAPPED, SWEEP, Study

OF_SWEEP = [f"{SWEEP}.{outcome.name}" for outcome in OUTCOMES if outcome.name != "cause"]


def swept_addresses(study: Study) -> list[str]:
    """Addresses of grid and levers that vary over numbers; figures have the first on their axis."""
    crossed = study.grid | study.levers
    return [
        name
        for name, values in crossed.items()
        if len(values) > 1 and not isinstance(values[0], str)
    ]


def figure_problem(study: Study, name: str) -> str:
    """Why a study cannot have a figure; nothing if it can."""
    if name in FIGURES:
        return _problem_of_designs(study, name)
    if name != SWEEP and name not in OF_SWEEP:
        return f"unknown figure '{name}'{nearest(name, [*FIGURES, SWEEP, *OF_SWEEP])}"
    outcome = name.removeprefix(f"{SWEEP}.")
    if name != SWEEP and not keeps(study, outcome):
        return f"'{name}' needs the outcome '{outcome}', which the study does not keep"
    if not swept_addresses(study):
        return f"'{name}' needs an address in [grid] or [levers] with two numbers or more"
    return ""


def _problem_of_designs(study: Study, name: str) -> str:
    crossed = study.grid | study.levers
    varied = [address for address, values in crossed.items() if len(values) > 1]
    varied += [*study.worlds(), *(["block"] if len(study.blocks) > 1 else [])]
    if varied:
        return f"'{name}' is none of a sweep, and {varied[0]} varies: {SWEEP}, {SWEEP}.OUTCOME"
    if not keeps(study, MAPPED.get(name, "formed")):
        return f"'{name}' needs the outcome '{MAPPED[name]}', which the study does not keep"
    return ""


def keeps(study: Study, outcome: str) -> bool:
    """Whether a study keeps an outcome; that an alliance formed is always kept."""
    return not study.outcomes or outcome in (*study.outcomes, "formed")
