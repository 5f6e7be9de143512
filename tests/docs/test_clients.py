"""The examples for other people's tools, run as a reader would, with fewer runs; what is not
installed is skipped.
"""

import json
import re
import shutil
import subprocess

import numpy as np
import pytest

from poolsim.cli.main import main

SECTION = re.compile(r"^## (.+?)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
FEWER = {  # the page's numbers of runs would keep the suite waiting
    "replicates=16": "replicates=2",
    "replicates=100": "replicates=4",
    "replicates = 50": "replicates = 3",
    "sample_sobol(64)": "sample_sobol(2)",
    "scenarios=32, policies=8": "scenarios=3, policies=2",
    "batch_size=8": "batch_size=4",
    "calibrate(4)": "calibrate(2)",
    "range(4)": "range(2)",
    '"cn_led", replicate=3': '"cn_led", 1, values={"quarters": 3}',
    '{"alliance.dues": 0.0}, {"alliance.dues": 0.02}': '{"quarters": 3}, {"quarters": 4}',
}
STRUCTURES = ["cooperative", "social_group"]


def fewer(text):
    for many, few in FEWER.items():
        text = text.replace(many, few)
    return text


@pytest.fixture(scope="module")
def page(root):
    """Section -> its blocks, each a language and a text."""
    text = (root / "docs" / "clients.md").read_text(encoding="utf-8")
    return {name: BLOCK.findall(fewer(body)) for name, body in SECTION.findall(text)}


@pytest.fixture(scope="module")
def folder(page, tmp_path_factory):
    """Where the study of the page was run."""
    place = tmp_path_factory.mktemp("clients")
    (_, study), (_, commands) = page["Files"]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        (place / "my_sweep.toml").write_text(study, encoding="utf-8")
        for line in commands.splitlines():
            assert main(line.split()[1:]) == 0
    return place


@pytest.fixture
def example(page, tmp_path, monkeypatch):
    """A function of a section, and of the folder of a study: the names that its example makes."""

    def made(section, place=tmp_path):
        monkeypatch.chdir(place)
        ((language, code),) = page[section]
        names = {"__name__": "example"}
        exec(compile(code, section, "exec"), names)
        assert language == "python"
        return names

    return made


def summary_of(folder):
    """Mean members by structure and dues, as the study's own summary has it."""
    from poolsim.study.results import results_in

    table = results_in(folder / "results/my_sweep").summary
    return table[table["outcome"] == "members"].set_index(["structure", "alliance.dues"])["mean"]


def test_a_function_of_numbers(example):
    names = example("A function of numbers")
    assert names["found"]["members"].shape == (81,)
    assert names["every"]["treasury"].shape == (2, 81)


# Other people's packages warn of what is none of ours.
pytestmark = pytest.mark.filterwarnings("ignore")


def test_salib(example):
    pytest.importorskip("SALib")
    names = example("SALib")
    assert list(names["total"].index) == ["dues", "intensity"]
    assert np.isfinite(names["problem"].results).all()


def test_ema_workbench(example):
    pytest.importorskip("ema_workbench")
    names = example("EMA Workbench")
    assert names["outcomes"]["members"].shape == (6, 81)
    assert set(names["scores"].index) >= {"dues", "form", "intensity"}


def test_black_it(example):
    pytest.importorskip("black_it")
    names = example("black-it")
    assert names["thetas"].shape == (8, 2) and np.isfinite(names["losses"]).all()


def test_a_batch_of_mesa(example):
    mesa = pytest.importorskip("mesa")
    if not hasattr(mesa, "batch_run"):
        pytest.skip("Mesa 4 has no batch_run")
    names = example("Mesa")
    assert sorted(names["table"]["replicate"]) == [0, 0, 1, 1]
    assert list(names["agents"].columns) == ["cash", "dues"]
    assert np.isfinite(names["outcomes"]["profit"])


def test_dask(example):
    pytest.importorskip("dask")
    names = example("Dask")
    assert names["means"][1] == names["model"](dues=0.01)


def test_duckdb(example, folder):
    pytest.importorskip("duckdb")
    table = example("DuckDB", folder)["table"]
    assert list(table["structure"].unique()) == STRUCTURES and len(table) == 6
    assert (table["runs"] <= 3).all() and table["formed"].between(0.0, 1.0).all()


def test_xarray(example, folder):
    pytest.importorskip("xarray")
    grid = example("xarray", folder)["grid"]
    expected = summary_of(folder)
    for structure in STRUCTURES:
        for dues in (0.0, 0.01, 0.02):
            found = grid.sel({"structure": structure, "alliance.dues": dues}).item()
            assert found == pytest.approx(expected[structure, dues], nan_ok=True)


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
def test_r(page, folder):
    ((language, code),) = page["R"]
    found = subprocess.run(
        ["Rscript", "--vanilla", "-e", code], cwd=folder, text=True, capture_output=True
    )
    assert language == "r" and found.returncode == 0, found.stderr
    expected = summary_of(folder).dropna()
    for line in found.stdout.splitlines()[1:]:
        _, structure, dues, mean = line.split()
        assert float(mean) == pytest.approx(expected[structure, float(dues)], rel=1e-5)
    assert len(found.stdout.splitlines()) == 1 + len(expected)


def test_the_notebook(root, tmp_path, monkeypatch):
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    monkeypatch.setenv("PYTHONPATH", str(root / "src"))
    text = fewer((root / "docs" / "clients.ipynb").read_text(encoding="utf-8"))
    assert not any(cell.get("outputs") for cell in json.loads(text)["cells"])
    book = nbformat.reads(text, as_version=4)
    nbclient.NotebookClient(book, timeout=600, resources={"metadata": {"path": tmp_path}}).execute()
    assert "(4, 81)" in book.cells[-1]["outputs"][0]["data"]["text/plain"]
