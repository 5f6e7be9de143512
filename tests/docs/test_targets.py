"""The facts of the presets: each has a preset, a source with an entry, and numbers that exist."""

import re

import calibrate
import pytest

from poolsim.scenario.scenario import load
from poolsim.scenario.toml import shipped
from poolsim.study.declared.targets import load_targets

NAMES = sorted(shipped("targets"))


@pytest.mark.parametrize("name", NAMES)
def test_the_facts_of_a_preset_have_sources_and_move_its_own_numbers(name, root):
    known, addresses = load_targets(name), load(name).addresses().places
    entries = re.findall(r"^### `(.+)`$", (root / "docs/sources.md").read_text("utf-8"), re.M)
    assert known.scenario == name
    for target in (*known.targets, *known.compared):
        assert target.source in entries and target.firmness
        assert set(target.moved) <= set(addresses)
        assert target.average or target.measure in calibrate.MEASURES
    assert all(target.moved for target in known.targets)
    assert not any(target.moved for target in known.compared)


def test_the_page_has_every_fact(root):
    page = (root / "docs/calibration.md").read_text("utf-8")
    assert sorted(calibrate.PRESETS) == NAMES == sorted(shipped("configs"))
    for name in NAMES:
        known = load_targets(name)
        for target in (*known.targets, *known.compared):
            span = f"{target.low:g} to {target.high:g}" if target.tolerance else f"{target.value:g}"
            assert f"| `{name}` | {target.fact} | {span} | `{target.source}`" in page


def test_facts_that_are_numbers_have_sources_and_stand_where_they_say(root):
    entries = re.findall(r"^### `(.+)`$", (root / "docs/sources.md").read_text("utf-8"), re.M)
    page = (root / "docs/calibration.md").read_text("utf-8")
    for direct in calibrate.DIRECT:
        assert direct.source in entries and direct.firmness
        assert calibrate.direct_row(direct) in page


def test_the_facts_shown_are_facts(root, tmp_path):
    text = (root / "docs/facts.md").read_text("utf-8")
    (tmp_path / "shown.toml").write_text(re.findall(r"```toml\n(.*?)```", text, re.S)[0], "utf-8")
    known = load_targets(tmp_path / "shown.toml")
    assert len(known.targets) == 2 and known.compared[0].opening == "exports"
