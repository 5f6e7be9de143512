"""Comparison of a folder of results, by command: what is written, printed and refused."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from poolsim import run
from poolsim.cli.main import main
from poolsim.study.declared.study import Study
from poolsim.study.stored.manifest import read_manifest

Stream = Callable[..., None]
FILES = {
    "answer.txt",
    "compare.csv",
    "compare.parquet",
    "survival_by_design.svg",
    "survival_by_design.png",
}


@pytest.fixture
def folder(study: Study, stream: Stream, tmp_path: Path) -> Path:
    return run(study, tmp_path / "out").folder


def test_writes_tables_figure_and_answer(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", str(folder), "--baseline", "free", "--margin", "service=0.5"]) == 0
    out = folder.with_name("out_compared")
    printed = capsys.readouterr().out
    assert "Answer: dues against free: ssr_narrow" in printed and printed.endswith(
        f"results in {out}\n"
    )
    assert (out / "answer.txt").read_text(encoding="utf-8").splitlines() == printed.splitlines()[
        :-1
    ]
    assert {path.name for path in out.iterdir()} >= FILES
    figure = (out / "survival_by_design.svg").read_text(encoding="utf-8")
    assert read_manifest(folder).origin("compare") in figure
    table = pd.read_parquet(out / "compare.parquet")
    assert list(table["structure"].unique()) == ["entity", "cooperative"] and len(table) == 8
    assert table.loc[table["outcome"] == "service", "verdict"].eq("equivalent").all()
    made = json.loads((out / "comparison.json").read_text(encoding="utf-8"))
    assert made["question"]["margins"] == {"service": 0.5}
    assert main(["compare", str(folder), "--baseline", "free", "--quiet"]) == 0
    assert capsys.readouterr().out == ""


def test_compares_structures_as_well(folder: Path, tmp_path: Path) -> None:
    asked = ["--by", "structure", "--outcomes", "members", "--quiet"]
    assert main(["compare", str(folder), *asked, "--out", str(tmp_path / "s")]) == 0
    table = pd.read_parquet(tmp_path / "s" / "compare.parquet")
    assert list(table["design"]) == ["free", "dues"] and set(table["verdict"]) == {
        "the same in every run"
    }


def test_adds_replicates_to_those_of_the_folder(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = [
        "--margin",
        "members=0.001",
        "--precision",
        "members=0.1",
        "--outcomes",
        "members",
        "lifetime",
    ]
    argv = ["compare", str(folder), *asked, "--most", "300", "--out", str(tmp_path / "s")]
    assert main(argv) == 0
    table = pd.read_parquet(tmp_path / "s" / "sequential.parquet")
    assert list(table["outcome"]) == ["members", "lifetime"] * 2 + ["members"] * 4
    assert table["n"].max() > 70
    printed = " ".join(capsys.readouterr().out.split())
    assert (
        "70 replicates in the folder and" in printed
        and "4 of 4 means are precise enough." in printed
    )
    assert not (tmp_path / "s" / "compare.csv").exists()


def test_refuses_to_add_to_results_of_another_version(
    folder: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("poolsim.study.stored.manifest.model_digest", lambda: "0" * 64)
    assert main(["compare", str(folder), "--most", "200"]) == 4
    assert "made by another version of the model" in capsys.readouterr().err


def code_of(argv: list[str]) -> int:
    try:
        return main(argv)
    except SystemExit as left:
        return int(left.code or 0)


def test_says_what_is_wrong(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for argv, message in {
        ("--outcomes", "servise"): "did you mean 'service'?",
        ("--outcomes", "service", "service"): "--outcomes: 'service' is given twice",
        ("--baseline", "fre"): "did you mean 'free'?",
        ("--precision", "members=0.1"): "needs --most",
        ("--precision", "membres=0.1", "--most", "100"): "did you mean 'members'?",
        ("--precision", "members=0", "--most", "100"): "must be above 0",
        ("--most", "0"): "'0' is not a number of replicates",
        ("--most", "1"): "--most: 1 is too low; the folder has",
        ("--workers", "0"): "'0' is not a number of threads",
        ("--margin", "service"): "not of the form OUTCOME=AMOUNT",
    }.items():
        assert code_of(["compare", str(folder), *argv]) == 2
        assert message in capsys.readouterr().err
    assert not folder.with_name("out_compared").exists()


def test_refuses_a_folder_that_holds_no_results(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", str(tmp_path), "--out", str(tmp_path / "s")]) == 4
    assert "holds no results of poolsim" in capsys.readouterr().err


def test_only_an_earlier_comparison_is_replaced(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "compare.csv").write_text("mine", encoding="utf-8")
    assert main(["compare", str(folder), "--out", str(tmp_path / "mine")]) == 4
    assert "no comparison of study 'made_up'; choose another folder" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["compare.csv"]
    argv = ["compare", str(folder), "--out", str(tmp_path / "s"), "--quiet"]
    assert main([*argv, "--outcomes", "members", "--most", "70"]) == 0
    assert main(argv) == 0
    assert not (tmp_path / "s" / "sequential.csv").exists()
