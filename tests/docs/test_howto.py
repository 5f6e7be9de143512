"""Every command of the how-to pages, run as a reader would: in order, in one folder."""

import re
import runpy
import shlex

import pytest

from poolsim import Scenario, why
from poolsim.cli.main import main
from poolsim.engine import dialect
from poolsim.scenario.advice import advice

PAGES = ("my_industry", "my_rule", "my_service", "my_study")
BLOCK = re.compile(r"^```(sh|toml|python)\n(.*?)^```", re.MULTILINE | re.DOTALL)
MOST_LINES = 75
FEWER = {  # the pages' numbers of runs would keep the suite waiting
    "--replicates 50": "--replicates 4",
    "replicates = 50": "replicates = 10",
    "replicates=100": 'values={"quarters": 12}, replicates=4, plain=True',
}


def text_of(root, page):
    return (root / "docs" / f"{page}.md").read_text(encoding="utf-8")


def steps(text):
    """What a page tells its reader to do: files to save, under the name said last, and commands."""
    for block in BLOCK.finditer(text):
        said = block[2]
        for many, few in FEWER.items():
            said = said.replace(many, few)
        name = re.findall(r"`(my_\w+\.(?:toml|py))`", text[: block.start()])
        yield block[1], said, name[-1] if name else ""


@pytest.mark.parametrize("page", PAGES)
def test_a_page_can_be_followed(page, root, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    text = text_of(root, page)
    ran = 0
    for kind, block, name in steps(text):
        if kind != "sh":
            (tmp_path / name).write_text(block, encoding="utf-8")
            if name.endswith(".py") and f"python {name}" not in text:
                runpy.run_path(name, run_name="__main__")
            continue
        for line in block.splitlines():
            program, *argv = shlex.split(line)
            if program == "python":
                runpy.run_path(argv[0], run_name="__main__")
            else:
                assert program == "poolsim" and main(argv) == 0, line
            ran += 1
    assert ran >= text.count("```sh")
    told = capsys.readouterr()
    assert "warning" not in told.err
    assert (tmp_path / f"results/{page}.xlsx").exists() == (page == "my_study")


@pytest.mark.parametrize(
    ("firms", "said"), [(5, "too few would agree at the money foreseen"), (20, "Founded in")]
)
def test_five_firms_pass_and_found_nothing_for_want_of_first_money_and_twenty_do(firms, said):
    one = {"name": "one", "structure": "cooperative", "policy_information": 1.0, "projects": 1.0}
    scenario = Scenario(
        name="small", firms=[{"name": "all", "count": firms, "invited": 1.0}], alliances=[one]
    ).with_values({"quarters": 4})
    assert advice(scenario) == []
    assert said in why(scenario, replicate=0).answer


def test_the_rule_keeps_to_the_dialect(root, tmp_path):
    """As it must to be compiled, which takes too long to try."""
    (code,) = (block for kind, block, _ in steps(text_of(root, "my_rule")) if kind == "python")
    (tmp_path / "my_rule.py").write_text(code, encoding="utf-8")
    rule = runpy.run_path(str(tmp_path / "my_rule.py"))["CarefulFirm"]
    dialect.check([rule])


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_short(page, root):
    lines = text_of(root, page).splitlines()
    assert len(lines) <= MOST_LINES and max(map(len, lines)) <= 200
