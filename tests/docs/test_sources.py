"""Every number has a source, every source an entry in docs/sources.md; assumptions are counted."""

import re
import tomllib

import pytest

from poolsim.scenario.addresses import declarations
from poolsim.scenario.scenario import load
from poolsim.scenario.toml import flattened, shipped

MEMBERS = ("firms", "holders", "alliances")
NOT_NUMBERS = ("name", "title", "known", "structure")
WITHOUT_SOURCE = ("quarters", "seed")  # they say how to run, not what is
AUTHORS = r"[A-Z][\w]+(?:, [A-Z]\w+)*(?: and [A-Z]\w+)? (?:18|19|20)\d\d\b"


@pytest.fixture(scope="module")
def text(root):
    return (root / "docs" / "sources.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def entries(text):
    parts = re.split(r"^### `(.+)`$", text, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


@pytest.fixture(params=sorted(shipped("configs")))
def preset(request):
    return load(request.param)


@pytest.fixture
def numbers(preset, root):
    """Addresses of the numbers that a preset's file sets."""
    data = tomllib.loads((root / "configs" / f"{preset.name}.toml").read_text(encoding="utf-8"))
    del data["sources"]
    members = {kind: {member["name"]: member for member in data.pop(kind, [])} for kind in MEMBERS}
    return {
        address
        for address in flattened(data | members)
        if address.rsplit(".", 1)[-1] not in NOT_NUMBERS and address not in WITHOUT_SOURCE
    }


def test_every_number_a_preset_sets_has_a_source_and_no_other(preset, numbers):
    assert set(preset.sources) == numbers


def test_every_source_of_a_preset_has_an_entry(preset, entries):
    assert set(preset.sources.values()) <= set(entries)


def test_every_source_of_a_declared_number_has_an_entry(entries):
    assert {number.source for number in declarations()} <= set(entries)


def test_an_entry_says_what_it_is_what_it_supports_and_how_firm(entries):
    for key, entry in entries.items():
        assert all(f"* {word}:" in entry for word in ("Reference", "Supports", "Firmness")), key


def test_every_key_an_entry_points_to_exists(text, entries):
    assert set(re.findall(r"see `([\w-]+)`", text)) <= set(entries)


def test_every_work_that_a_docstring_cites_is_listed(text, root):
    """By the first author's last name and the year."""
    known = " ".join(text.split())
    for file in sorted((root / "src").rglob("*.py")):
        for cited in re.findall(AUTHORS, file.read_text(encoding="utf-8")):
            name, year = re.match(r"\w+", cited)[0], cited[-4:]
            assert re.search(rf"{name}\b.{{0,120}}?\({year}\)", known), f"{file.name}: {cited}"


def test_assumptions_are_counted_and_stay_a_known_share():
    """A bar, not a goal: a new number without a source must be worth raising it."""
    assumed = [number.address for number in declarations() if number.source == "assumption"]
    assert len(assumed) <= 0.9 * len(declarations())


def test_a_preset_names_its_assumptions(preset):
    assumed = [address for address, source in preset.sources.items() if source == "assumption"]
    assert 0 < len(assumed) < len(preset.sources)


def test_values_quoted_for_parameters_are_those_declared(text):
    declared = {number.address: number.value for number in declarations()}
    section = text[text.index("\n## Parameters\n") : text.index("\n## Presets\n")]
    quoted = re.findall(r"`(\w+\.\w+)` = (?:RMB )?([\d.]+\d|\d)", section)
    assert len(quoted) > 10
    assert all(declared[address] == float(value) for address, value in quoted)
