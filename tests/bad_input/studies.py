"""Studies that are wrong, or right in an unusual way: one that says everything, with a change."""

import re
from collections.abc import Callable
from random import Random

from bad_input.case import ANY, BAD, GOOD, Case
from bad_input.scenarios import NAMES
from bad_input.texts import mangled
from bad_input.values import NO_NUMBERS, NO_VALUES, misspelt

FILE = "case.toml"
SHORT = 5  # letters of a key to which nothing may be near
STUDY = """name = "case"
title = "all of it"
scenarios = ["cn_tv"]
replicates = 8
seed = 3
structures = ["entity", "cooperative"]
outcomes = ["members", "alive", "self_sufficient"]
curves = false
counterfactual = false

[designs.free]
"alliance.dues" = 0.0

[designs.paying]
"alliance.dues" = 0.02

[beliefs]
optimistic = 1.0
pessimistic = 0.0

[grid]
"membership.intensity" = [1.0, 2.5]

[levers]
"policy.subsidy" = [0.1, 0.2]

[uncertainties]
"market.overhead" = [0.5, 0.7]

[sampling]
method = "grid"
levels = 2

[[conditions]]
lever = "policy.subsidy"
address = "membership.intensity"
at_least = 2.0

[[constraints]]
address = "market.overhead"
at_most = 0.9
reason = "too dear"

[until]
most = 100
by = "design"
margin = { members = 1.0 }
"""
FIELD = re.compile(r"(?m)^(\S+) = (.*)$")
KNOWN = ("scenarios", "replicates", "structures", "outcomes", "sampling", "designs", "beliefs")
# A line, what stands instead, and words of the message; where these are missing it is right.
SAID: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("replicates = 8", "replicates = 0", ("too low", "allowed range [1, 1000000] runs per cell")),
    ("replicates = 8", "replicates = 2000000", ("too high", "allowed range")),
    ("replicates = 8", "replicates = 8.0", ("whole number",)),
    ("replicates = 8", "replicates = +8", ()),
    ("replicates = 8", "replicates = 0x8", ()),
    ("seed = 3", "seed = -1", ("too low", "allowed range")),
    ("seed = 3", "seed = 9223372036854775808", ("allowed range",)),
    ("seed = 3", "seed = 9223372036854775807", ()),
    ('["cn_tv"]', '["cn_vt"]', ("did you mean 'cn_tv'", "scenarios")),
    ('["cn_tv"]', '["cn_tv.toml"]', ("no such file", "scenarios")),
    ('["cn_tv"]', '["../../etc/passwd"]', ("etc/passwd",)),
    ('["cn_tv"]', '["/dev/zero"]', ("no regular file",)),
    ('["cn_tv"]', '["."]', ("Is a directory",)),
    ('["cn_tv"]', '[""]', ("scenarios",)),
    ('["cn_tv"]', '["cn_tv", "cn_tv"]', ("two scenarios are named 'cn_tv'",)),
    ('["cn_tv"]', "[]", ("at least 1 needed",)),
    ('["cn_tv"]', '"cn_tv"', ("not a list",)),
    ('["cn_tv"]', "[1]", ("not a text",)),
    ('["cn_tv"]', '["case.toml"]', ("case.toml",)),
    ('["cn_tv"]', '["a\\u0000b"]', ("scenarios",)),
    ('["entity", "cooperative"]', '["entty", "cooperative"]', ("did you mean 'entity'",)),
    ('["entity", "cooperative"]', '["entity", "entity"]', ("given twice",)),
    ('["entity", "cooperative"]', '["=1+1"]', ("unknown structure", "there are")),
    ('["members", "alive", "self_sufficient"]', '["membrs"]', ("did you mean 'members'",)),
    ('["members", "alive", "self_sufficient"]', '["members", "members"]', ("given twice",)),
    ('["members", "alive", "self_sufficient"]', "3", ("not a list",)),
    ("curves = false", 'figures = ["survivl"]', ("did you mean 'survival'",)),
    ("curves = false", 'curves = "false"', ("curves",)),
    ("curves = false", "curves = 0", ("curves",)),
    ('"alliance.dues" = 0.02', '"alliance.dues" = {}', ("a table is not a number",)),
    ('"alliance.dues" = 0.02', "alliance.dues = 0.02", ()),
    ('"alliance.dues" = 0.02', "alliance = {}", ("alliance",)),
    ('"alliance.dues" = 0.02', '"alliance.dues" = 0.02\nalliance.dues = 0.03', ("given twice",)),
    ('"alliance.dues" = 0.02', '"alliance.deus" = 0.02', ("did you mean 'alliance.dues'",)),
    ('"alliance.dues" = 0.02', '"alliance.dues" = [0.02]', ("is not a number",)),
    ('"alliance.dues" = 0.02', '"alliance.dues" = 11', ("too high", "allowed range [0, 10]")),
    ('"alliance.dues" = 0.02', "seed = 4", ("cells share",)),
    ('"alliance.dues" = 0.02', '"alliance.structure" = "entity"', ("crosses structures already",)),
    ("[designs.paying]", "[designs.FREE]", ("capitals only",)),
    ("[designs.paying]", "[desings.paying]", ("did you mean 'designs'",)),
    ("[designs.paying]", "[designs.paying.cn_tv]", ()),
    ("pessimistic = 0.0", "pessimistic = -0.5", ("too low", "allowed range")),
    ("pessimistic = 0.0", "Optimistic = 0.0", ("capitals only",)),
    ("[1.0, 2.5]", "[1.0, 1]", ("given twice",)),
    ("[1.0, 2.5]", "[0.0, 1e-320]", ("given twice",)),
    ("[1.0, 2.5]", "[]", ("no values",)),
    ("[1.0, 2.5]", "1.0", ("not a list",)),
    ("[1.0, 2.5]", "[1.0, 101]", ("too high", "allowed range [0, 100]")),
    ("[1.0, 2.5]", '[1.0, "2,5"]', ("a decimal comma? write 2.5",)),
    ("[1.0, 2.5]", '[1.0, "1_0"]', ("write 10",)),
    ("[1.0, 2.5]", "[1.0, true]", ("is not a number",)),
    ("[1.0, 2.5]", "[1.0, [2.5]]", ("is not a number",)),
    ("[1.0, 2.5]", "[1.0, nan]", ("finite",)),
    ("[1.0, 2.5]", "[1, 2.5,]", ()),
    ("[1.0, 2.5]", "{}", ("not a list",)),
    ('"membership.intensity" = [1', '"membership.intensty" = [1', ("membership.intensity'",)),
    ("[0.5, 0.7]", "[0.7, 0.5]", ("not below the high end",)),
    ("[0.5, 0.7]", "[0.5, 0.5]", ("not below the high end",)),
    ("[0.5, 0.7]", "[0.5]", ("at least 2 needed",)),
    ("[0.5, 0.7]", "[0.5, 0.6, 0.7]", ("at most 2 allowed",)),
    ("[0.5, 0.7]", "[-1, 0.7]", ("too low", "allowed range")),
    ('"market.overhead" = [0.5, 0.7]', "", ("no uncertainties to sample",)),
    ('method = "grid"', 'method = "gird"', ("sampling.method",)),
    ('method = "grid"', 'method = "points"', ("sampling.file",)),
    ('method = "grid"', 'method = "points"\nfile = "none.csv"', ("none.csv",)),
    ('method = "grid"', 'method = "sobol"\npoints = 7', ("power of 2",)),
    ("levels = 2", "levels = 1", ("too low", "allowed range [2, 10000] values")),
    ("levels = 2", "levels = 10000", ()),
    ("at_least = 2.0", "", ("needs at_least or at_most",)),
    ("at_least = 2.0", 'at_least = "membership.intensty"', ("unknown address",)),
    ("at_least = 2.0", "at_least = nan", ("finite",)),
    ('lever = "policy.subsidy"', 'lever = "policy.subsidi"', ("no lever",)),
    ('reason = "too dear"', 'reason = ""', ("reason",)),
    ('reason = "too dear"', 'reason = "=1+1"', ("formula",)),
    ('reason = "too dear"', "", ("missing",)),
    ("most = 100", "most = 0", ("too low", "allowed range")),
    ('by = "design"', 'by = "desing"', ("did you mean 'design'",)),
    ('by = "design"', 'by = "design"\nbaseline = "fre"', ("did you mean 'free'",)),
    ("{ members = 1.0 }", "{ membrs = 1.0 }", ("did you mean 'members'",)),
    ("{ members = 1.0 }", "{ members = -1.0 }", ("too low",)),
    ("{ members = 1.0 }", "{}", ("asks for nothing",)),
    ("{ members = 1.0 }", "{ members = true }", ("not a number",)),
)


def study_case(random: Random) -> Case:
    """A case of `validate` over one study."""
    return random.choice(WAYS)(random)


def _case(kind: str, text: str | bytes, expect: str = BAD, words: tuple[str, ...] = ()) -> Case:
    data = text.encode() if isinstance(text, str) else text
    return Case(f"study: {kind}", ["validate", FILE], expect, words, {FILE: data})


def said_case(line: str, new: str, words: tuple[str, ...]) -> Case:
    """A case of one line that says something else."""
    assert line in STUDY, line
    return _case(f"{line} -> {new}", STUDY.replace(line, new), BAD if words else GOOD, words)


def _said(random: Random) -> Case:
    return said_case(*random.choice(SAID))


def _key(random: Random) -> Case:
    key = random.choice([found[1] for found in FIELD.finditer(STUDY) if '"' not in found[1]])
    wrong = misspelt(random, key)
    made = re.sub(rf"(?m)^{key} = ", f"{wrong} = ", STUDY, count=1)
    own = key in ("optimistic", "pessimistic") or wrong in STUDY
    near = ("did you mean",) if len(key) > SHORT else ()
    words = () if own else ("case.toml:", *near)
    return _case("misspelt key", made, ANY if own else BAD, words)


def _value(random: Random) -> Case:
    found = random.choice([one for one in FIELD.finditer(STUDY) if one[1] not in ("title", "name")])
    wrong = random.choice([*(one.format(value=1) for one in NO_NUMBERS), *NO_VALUES])
    made = f"{STUDY[: found.start(2)]}{wrong}{STUDY[found.end(2) :]}"
    return _case(f"another kind of {found[1]}", made, ANY, ("case.toml:",))


def _name(random: Random) -> Case:
    place, name = (
        random.choice(['name = "case"', "[designs.free]", "optimistic"]),
        random.choice(NAMES),
    )
    new = {"n": f'name = "{name}"', "[": f'[designs."{name}"]', "o": f'"{name}"'}[place[0]]
    return _case(f"name {name[:10]}", STUDY.replace(place, new, 1), BAD, ("case.toml",))


def _lost(random: Random) -> Case:
    lines = STUDY.splitlines()
    del lines[random.randrange(len(lines))]
    return _case("line lost", "\n".join(lines), ANY, ("case.toml",))


def _several(random: Random) -> Case:
    """Every error is told, though some lie where nothing can be read."""
    made = STUDY.replace("replicates = 8", "replicatez = 8").replace('"members"', '"membrs"')
    made = made.replace('"alliance.dues" = 0.02', '"alliance.dues" = 99')
    words = (
        "did you mean 'replicates'",
        "did you mean 'members'",
        "too high; allowed range [0, 10]",
    )
    return _case("several errors", made, BAD, words)


def _size(random: Random) -> Case:
    values = ", ".join(str(place / 1e4) for place in range(1, random.choice([1500, 20_000])))
    grid = STUDY.replace("[1.0, 2.5]", f"[{values}]").replace("[0.1, 0.2]", f"[{values}]")
    return _case("too many cells", grid, BAD, ("at most 1000000 allowed",))


def _file(random: Random) -> Case:
    kind, data, expect = mangled(random, STUDY)
    return _case(kind, data, expect)


WAYS: list[Callable[[Random], Case]] = [
    _said, _said, _said, _said, _key, _value, _value, _name, _lost, _several, _file, _file,
]  # fmt: skip
WAYS_OF_LARGE = [*WAYS, _size]
