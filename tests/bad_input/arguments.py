"""Command lines as people type them."""

from random import Random

from bad_input.case import ANY, BAD, GOOD, Case
from bad_input.values import misspelt

RUN = ["run", "cn_tv"]
NO_NUMBERS = (
    "0,05", "1_0", ".5", "5.", "05", "nan", "inf", "-inf", "1e999", "0x1F", "true", "5%", "=1",
    "x", "\uff11", "\u0663", "\u22121", "1 000", "1'000", "[1]", "{}", "None", "1e", "1" * 5000,
    "\x1b[31m", "x" * 100_000, "1,", "1/2", "2020-01-01", "a\0b", "\udcff", "--",
)  # fmt: skip
NO_COUNTS = (*NO_NUMBERS, "0", "-1", "1.5", "1.0", "1e3", "", " ", "9" * 30)
NO_PATHS = (
    "", " ", "a\0b", "x" * 300, "x" * 5000, "\udcff", "/dev/null/x", "/", "/proc/none",
    "missing/a.toml", ".", "..", "a" * 200 + "/" * 20 + "b", "/dev/zero", "loop", "\n", "*",
    "~none/x", "file:///x",
)  # fmt: skip
COMMANDS = (
    "validate parameters structures phases schema run resume reproduce export compare list explain "
    "why switch sensitivity search robust"
).split()
OPTIONS = "--replicates --seed --workers --sweep --dry-run --quiet --shard --set".split()
SPANS = {
    "--replicates": "allowed range [1, 1000000]",
    "--workers": "allowed range [1, 1024]",
    "--seed": "allowed range [0, 9223372036854775807]",
    "--shard": "K from 1 to N, N at most 100000",
}
MEANT: dict[str, object] = {
    "0.02": 0.02,
    "+0.02": 0.02,
    "2e-2": 0.02,
    "0": 0.0,
    "-0.0": 0.0,
    "1e-320": 0.0,
    "10": 10.0,
}
GRIDS: dict[str, object] = {
    "0.1,0.2": [0.1, 0.2],
    " 0.1 , 0.2 ": [0.1, 0.2],
    "0:1:3": [0.0, 0.5, 1.0],
    "0,1": [0.0, 1.0],
    "1e-2,2e-2": [0.01, 0.02],
}


def argument_case(random: Random) -> Case:
    """A case of one command line."""
    way = random.choice(
        [_set, _set, _good, _count, _count, _address, _word, _path, _path, _sweep, _twice, _form]
    )
    kind, argv, expect, words, values = way(random)
    return Case(f"arguments: {kind}", argv, expect, words, {}, values)


Made = tuple[str, list[str], str, tuple[str, ...], dict[str, object]]


def _set(random: Random) -> Made:
    value = random.choice([*NO_NUMBERS, "-1", "11", "1e300"])
    words = _told(value, "alliance.dues", "allowed range [0, 10]")
    words = (*words, "a decimal comma? write 0.05") if value == "0,05" else words
    return f"set {value[:9]!r}", [*RUN, "--set", f"alliance.dues={value}"], BAD, words, {}


def _told(value: str, *words: str) -> tuple[str, ...]:
    """The words that a message needs, of a value that is a text at all."""
    return ("no text in UTF-8",) if "\0" in value or "\udcff" in value else words


def _good(random: Random) -> Made:
    option, known = random.choice([("--set", MEANT), ("--sweep", GRIDS)])
    text = random.choice(list(known))
    argv = [*RUN, option, f"alliance.dues={text}"]
    return f"as good: {text}", argv, GOOD, (), {"alliance.dues": known[text]}


def _count(random: Random) -> Made:
    option = random.choice(["--replicates", "--workers", "--seed", "--shard"])
    value = random.choice(NO_COUNTS)
    good = (option, value) in (("--seed", "0"), ("--shard", "1/2"))
    words = _told(value, option.strip("-"), "is no value" if value == "--" else SPANS[option])
    return f"{option} {value[:9]!r}", [*RUN, f"{option}={value}"], ANY if good else BAD, words, {}


def _address(random: Random) -> Made:
    address = random.choice(
        ["alliance.dues", "membership.intensity", "market.overhead", "quarters"]
    )
    wrong = misspelt(random, address)
    option = random.choice(["--set", "--sweep"])
    return "misspelt address", [*RUN, option, f"{wrong}=1"], BAD, (wrong, "did you mean"), {}


def _word(random: Random) -> Made:
    kind = random.randrange(4)
    if kind == 0:
        return "misspelt command", [misspelt(random, random.choice(COMMANDS))], ANY, (), {}
    if kind == 1:
        wrong = misspelt(random, random.choice(OPTIONS))
        near = "an option of why" if wrong == "--replicate" else "did you mean"
        return "misspelt option", [*RUN, wrong, "1"], BAD, (wrong, near), {}
    if kind == 2:
        wrong = misspelt(random, random.choice(["cn_medical", "self_sufficiency", "cn_robot"]))
        return "misspelt preset", ["run", wrong], BAD, (wrong, "did you mean"), {}
    other = random.choice(["--json", "--of", "--nothing", "-x", "--seed", "--Replicates"])
    return "option of another command", ["structures", other], BAD, (other,), {}


def _path(random: Random) -> Made:
    command, value = random.choice(COMMANDS), random.choice(NO_PATHS)
    if command == "run" and random.randrange(2):
        return f"--out {value[:9]!r}", [*RUN, "--out", value], ANY, (), {}
    more = ["--of", "alive"] if command in ("sensitivity", "robust", "search") else []
    more += ["--levers", "alliance.dues"] if command == "search" else []
    return f"{command} {value[:9]!r}", [command, value, *more], ANY, (), {}


GRIDS_OF_NONE = (
    "0,05 0:1 0:1:1 0:1:2:3 a:b:c 0:1:1e9 0:1:2.5 1,1 , 1,,2 0:nan:3 0,05:0,2:3 1:0:20000 1,2,x = "
    "-1:1:3 0:1e999:3 0;1 1:2:\u0663"
).split()


def _sweep(random: Random) -> Made:
    values = random.choice([*GRIDS_OF_NONE, ""])
    span = {"1,1": "given twice", "": "ADDRESS=v1,v2,..."}.get(values, "allowed range")
    words = ("alliance.dues", span)
    return f"sweep {values!r}", [*RUN, f"--sweep=alliance.dues={values}"], BAD, words, {}


def _twice(random: Random) -> Made:
    one, other = random.choice([("--set", "--set"), ("--set", "--sweep"), ("--sweep", "--sweep")])
    more = [one, "alliance.dues=0.1", other, "alliance.dues=0.2"]
    if random.randrange(2):
        more = random.choice([["--seed", "1"], ["--replicates", "2"], ["--workers=2"]]) * 2
    return "given twice", [*RUN, *more], BAD, ("given twice",), {}


NUMBER, COMMA, COUNT = "is not a finite number", "a decimal comma?", "is not a whole number"
FORMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("run cn_tv --set alliance.dues", ("--set", "ADDRESS=VALUE")),
    ("run cn_tv --set =1", ("--set", "ADDRESS=VALUE")),
    ("run cn_tv --set alliance.dues=", ("--set", "ADDRESS=VALUE")),
    ("run cn_tv --set", ("--set", "expected one argument")),
    ("run cn_tv --seed", ("--seed", "expected one argument")),
    ("run a b", ("unrecognized arguments: b",)),
    ("explain", ("ADDRESS",)),
    ("explain alliance.deus", ("did you mean 'alliance.dues'",)),
    ("validate", ("FILE",)),
    ("export x --format exel", ("--format", "'xlsx'")),
    ("schema scenaro", ("did you mean 'scenario'",)),
    ("list preset", ("did you mean 'presets'",)),
    ("sweep cn_tv", ("poolsim run",)),
    ("new a/b", ("a/b",)),
    ("new NA", ("NA",)),
    ("new ../x", ("../x",)),
    ("new x --like cn_vt", ("did you mean 'cn_tv'",)),
    ("new x --firms 1_0", ("--firms", "allowed range [2, ")),
    ("robust . --of alive", (".",)),
    ("compare . --margin members", ("--margin", "OUTCOME=AMOUNT")),
    ("compare . --margin members=0,5", ("--margin", NUMBER, COMMA, "allowed range 0 and above")),
    ("compare . --margin members=nan", ("--margin", NUMBER, "allowed range 0 and above")),
    ("compare . --precision members=x", ("--precision", NUMBER, "allowed range above 0")),
    ("robust . --of alive --alpha x", ("--alpha", NUMBER, "allowed range [0, 1]")),
    ("robust . --of alive --threshold x", ("--threshold", NUMBER, "allowed range every finite")),
    ("calibrate . cn_tv --within x", ("--within", NUMBER, "allowed range above 0")),
    (
        "search cn_tv --of alive --levers alliance.dues --margin x",
        ("--margin", NUMBER, "allowed range 0 and above"),
    ),
    ("search cn_tv --of alive --levers alliance.dues=1,,2", ("--levers", "allowed range")),
    ("sensitivity cn_tv --of alive --replicates x", ("--replicates", COUNT, "allowed range [1, ")),
    ("sensitivity cn_tv --of alive --range market.overhead=1", ("--range", "allowed range")),
    ("switch cn_tv --within alliance.dues=1:0", ("--within", "LOW below HIGH", "[0, 10]")),
    ("switch cn_tv --within alliance.dues=0,1:0,2", ("--within", "[0, 10]")),
    ("switch cn_tv --at 0,5", ("--at", NUMBER, COMMA, "allowed range [0, 1]")),
    ("why cn_tv --replicate 1.5", ("--replicate", COUNT, "allowed range [0, 999999]")),
)
LONG = (
    (["parameters", "\x1b[31m"], ("no number is about this",)),
    (["parameters", "x" * 100_000], ("no number is about this",)),
    (["explain", "x" * 100_000], ("xxx",)),
)


def form_case(form: str, words: tuple[str, ...]) -> Case:
    """A case of one command line that lacks or misstates something."""
    return Case(f"form {form[:30]!r}", form.split(), BAD, words)


def _form(random: Random) -> Made:
    forms = [(form.split(), words) for form, words in FORMS]
    argv, words = random.choice([*forms, *LONG])
    return f"form {' '.join(argv)[:30]!r}", argv, BAD, words, {}
