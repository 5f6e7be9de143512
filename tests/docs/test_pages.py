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


SWITCHES = (  # preset, what the README says, address, switch value, whether as a multiple of now
    ("cn_avs", "half as many again", "pool.licensees", 1.5, True),
    ("cn_avs", "half as much again", "pool.licensee_cost", 1.5, True),
    ("cn_avs", ".07 of royalties", "alliances.avs.administrator", 0.07, False),
    ("cn_robot", "pay 8.7 times", "custody.returns", 8.7, True),
    ("cn_robot", "11 times as many are filed", "research.productivity", 11.0, True),
    ("cn_robot", "worth 11 times as much", "research.value_median", 11.0, True),
    ("cn_robot", "sales 160 times", "firms.others.home_median", 160.0, True),
    ("cn_led", "284 users of its databases for 10", "alliances.led.database_users", 284.0, False),
    ("cn_led", "a quarter of what is assumed", "alliances.led.structure.member_cost", 0.25, True),
    ("cn_led", "2.3 times as often", "custody.win_chance", 2.3, True),
    ("mpeg2", "below RMB 3.6", "alliances.pool.royalty", 3.6, False),
    ("mpeg2", "above 36", "alliances.pool.royalty", 36.0, False),
    ("mpeg2", "beyond RMB 40 for 80", "standard.choke_royalty", 40.0, False),
)


def answers_of(root, preset):
    """The section of a preset in the page of answers."""
    text = (root / "docs" / "answers.md").read_text(encoding="utf-8")
    return text.split(f"\n## {preset}\n")[1].split("\n## ")[0]


def row_of(root, preset):
    """The row of a preset in the answer of the README."""
    text = (root / "README.md").read_text(encoding="utf-8")
    (row,) = re.findall(rf"^\|[^|]*`{preset}` \|.*$", text, re.M)
    return row


@pytest.mark.parametrize(("preset", "said", "address", "value", "times"), SWITCHES)
def test_what_turns_an_answer_in_the_readme_is_what_was_found(
    root, preset, said, address, value, times
):
    assert said in row_of(root, preset)
    rows = [row.split("|") for row in answers_of(root, preset).splitlines()]
    found = [
        float(row[8] if times else row[6].split()[0])
        for row in rows
        if row[1:] and row[1] == f" `{address}` "
    ]
    assert any(abs(one / value - 1.0) < 0.03 for one in found)


@pytest.mark.parametrize("preset", ["cn_tv", "cn_medical", "cn_robot"])
def test_where_nothing_turns_an_answer_the_readme_says_so(root, preset):
    numbers, levers = answers_of(root, preset).split("\nLevers:\n")
    assert "alone, turns it inside its range" in levers
    assert "lever turns it" in row_of(root, preset)
    alone = re.search("no (unknown )?number or lever turns it", row_of(root, preset))
    assert bool(alone) == ("alone, turns it inside its range" in numbers)


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
