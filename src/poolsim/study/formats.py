"""Formats of an export, and how their files end."""

from pathlib import Path

from poolsim.errors import ScenarioError
from poolsim.scenario.toml import nearest

SUFFIX = {"csv": ".csv", "parquet": ".parquet", "netcdf": ".nc", "xlsx": ".xlsx"}


def format_of(path: Path, said: str | None) -> str:
    """The format that is said, else the one that the file's name ends as, else csv.

    Raises ScenarioError for a format that there is not, and where the name ends as another's.
    """
    if said is not None and said not in SUFFIX:
        near = nearest(said, SUFFIX) or f"; there are {', '.join(SUFFIX)}"
        raise ScenarioError([f"--format: no format '{said}'{near}"])
    ends = {suffix: kind for kind, suffix in SUFFIX.items()}.get(path.suffix.lower())
    if said and ends and said != ends:
        text = f"ends as a file of {ends}; name it {path.with_suffix(SUFFIX[said]).name}"
        raise ScenarioError([f"{path}: {text}, or say --format {ends}"])
    return said or ends or "csv"
