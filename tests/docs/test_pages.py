"""README, tutorial and continuous integration agree with the repository."""

import os
import re
import stat
import tomllib

import pytest

from poolsim.cli.main import _parsers
from poolsim.economy.outcomes import OUTCOME_INDEX
from poolsim.scenario.scenario import Scenario, load
from poolsim.scenario.toml import shipped
from poolsim.study.declared.read import load_study
from poolsim.study.runner import cost

DOCS = (
    "answers",
    "calibration",
    "cases",
    "clients",
    "clusters",
    "decisions",
    "facts",
    "finding",
    "my_industry",
    "my_rule",
    "my_service",
    "my_study",
    "dialect",
    "how_sure",
    "odd",
    "sources",
    "studies",
    "switch",
    "tutorial",
    "validation",
    "versions",
    "why",
)
PAGES = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", *(f"docs/{page}.md" for page in DOCS))


@pytest.mark.parametrize("page", PAGES)
def test_links_to_files_resolve(root, page):
    links = re.findall(r"\]\((?!https?://)([^)#]+)", (root / page).read_text(encoding="utf-8"))
    assert all(
        (root / page).parent.joinpath(link).exists() for link in links if not link.endswith(".png")
    )


def test_ci_runs_the_test_command_of_the_readme(root):
    command = (root / ".ci" / "run").read_text(encoding="utf-8").strip().splitlines()[-1]
    for page in ("README.md", "CONTRIBUTING.md"):
        assert f"\n{command}\n" in (root / page).read_text(encoding="utf-8")
    assert os.stat(root / ".ci" / "run").st_mode & stat.S_IXUSR


def test_files_of_the_recipes_exist(root):
    text = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    files = [word for word in re.findall(r"`([\w/]+(?:\.\w+|/))`", text) if "NAME" not in word]
    assert len(files) > 30
    for file in files:
        assert (root / file).exists() or (root / "src" / "poolsim" / file).exists(), file


def test_commands_shown_exist(root):
    (commands,) = (action.choices for action in _parsers()[0]._actions if action.choices)
    known = ("", *commands, *shipped("configs"), *shipped("experiments"))
    for page in PAGES:
        for line in re.findall(
            r"(?:run_experiment\.py|(?<=[`\n])poolsim(?= )) *(\S*)",
            (root / page).read_text(encoding="utf-8"),
        ):
            target = line.strip("`.,:;)")
            assert target in known or target.startswith(("--", "my_")), line


def blocks(root, language, page="tutorial"):
    text = (root / "docs" / f"{page}.md").read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def test_toml_of_the_tutorial_is_toml(root):
    assert all(tomllib.loads(block) for block in blocks(root, "toml"))


def test_python_of_the_tutorial_is_python_and_names_real_outcomes(root):
    for block in blocks(root, "python"):
        compile(block, "tutorial.md", "exec")
        assert set(re.findall(r'OUTCOME_INDEX\["(\w+)"\]', block)) <= set(OUTCOME_INDEX)


def test_the_study_file_of_the_studies_is_one(root, tmp_path):
    (block,) = blocks(root, "toml", "studies")
    path = tmp_path / "shown.toml"
    path.write_text(
        f'name = "shown"\nscenarios = ["cn_avs"]\nreplicates = 16\nseed = 1\n{block}',
        encoding="utf-8",
    )
    found = cost(load_study(path))
    assert found.cells > found.rejected > 0


def test_python_of_the_studies_runs(root, tmp_path, monkeypatch):
    """All but the study, which has tests of its own and takes half a minute."""
    monkeypatch.chdir(tmp_path)
    (block,) = blocks(root, "python", "studies")
    names = {}
    exec(block.split("\ndone = ")[0], names)
    assert set(names["gain"]["minus"]) == {"free"}


def test_the_structure_of_the_tutorial_is_one(root):
    made = [
        tomllib.loads(block)["structures"]
        for block in blocks(root, "toml")
        if "[structures." in block
    ]
    assert made and all(
        Scenario(name="x", firms=[{"name": "f"}], structures=tables) for tables in made
    )


def test_addresses_of_the_cases_exist(root):
    """Every address of the cases is one that a preset of the page may set."""
    text = (root / "docs" / "cases.md").read_text(encoding="utf-8")
    presets = [load(name) for name in sorted(shipped("configs"))]
    known = {address for preset in presets for address in preset.addresses().places}
    named = re.findall(r"`([a-z_]+(?:\.[a-z_]+)+)[`=]", text)
    assert len(named) > 40
    for word in named:
        assert word in known or any(address.startswith(f"{word}.") for address in known), word
