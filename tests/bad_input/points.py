"""Files of points as spreadsheets, statistics packages and people write them."""

from random import Random

from bad_input.case import ANY, BAD, GOOD, Case
from bad_input.texts import mangled
from bad_input.values import misspelt

STUDY = b"""name = "case"
scenarios = ["cn_tv"]
replicates = 2
[sampling]
method = "points"
file = "points.csv"
"""
HEAD = ["alliance.dues", "membership.intensity", "alliance.structure"]
ROWS = [["0.01", "2.0", "entity"], ["0.02", "3.0", "cooperative"], ["0.05", "", "entity"]]
DUES, INTENSITY = [0.01, 0.02, 0.05], "membership.intensity"
NO_FIELDS = (
    "0,05", "1_0", ".5", "5.", "05", "NA", "NaN", "nan", "inf", "-Inf", "1e999", "#N/A", "#REF!",
    "5%", "1 000", "1'000", "\uff11", "\u0663", "\u22121", "TRUE", "true", "None", "null", "-",
    "=1+1", "1/2", "2020-01-01", "01.02.2020", "x", "1e", "0x10", "1;2", "\u00a0", "$5",
    "1\u00a0000", "'1", "(1)", "1.2.3", "infinity", "\x1b[31m", "\u200b1", "1" * 5000,
    "9" * 100_000, "1,000.5",
)  # fmt: skip
SAME_FIELDS = ("0.01", "+0.01", " 0.01 ", "1e-2", "1E-02", "0.0100", "0.01e0", '"0.01"', "10e-3")


def points_case(random: Random) -> Case:
    """A case of `validate` over a study and its file of points."""
    way = random.choice([_field, _field, _same, _row, _form, _address, _file])
    return way(random)


def text_of(head: list[str], rows: list[list[str]], separator: str = ",", end: str = "\n") -> str:
    """A table as text."""
    return "".join(separator.join(row) + end for row in [head, *rows])


def _case(kind: str, text: str | bytes, expect: str = BAD, *words: str) -> Case:
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    files = {"case.toml": STUDY, "points.csv": data}
    place = () if expect != BAD else ("sampling.file",) if "seed" in kind else ("points.csv",)
    values = {"alliance.dues": DUES} if expect == GOOD else {}
    return Case(
        f"points: {kind}", ["validate", "case.toml"], expect, (*place, *words), files, values
    )


def _field(random: Random) -> Case:
    value, row = random.choice([*NO_FIELDS, "-1", "11", "-5", "1e6"]), random.randrange(3)
    rows = [list(one) for one in ROWS]
    rows[row][0] = f'"{value}"' if "," in value else value
    words = ("alliance.dues", "allowed range")
    words = (*words, "a decimal comma? write 0.05") if value == "0,05" else words
    return _case(
        f"field {value[:12]!r}", text_of(HEAD, rows), ANY if value == "\u00a0" else BAD, *words
    )


def _same(random: Random) -> Case:
    rows = [list(one) for one in ROWS]
    rows[0][0] = random.choice(SAME_FIELDS)
    end = random.choice(["\n", "\r\n"])
    more = random.choice(["", end, end * 3])
    mark = random.choice(["", "\ufeff"])
    return _case(f"as good: {rows[0][0]}", mark + text_of(HEAD, rows, end=end) + more, GOOD)


def _row(random: Random) -> Case:
    kind, rows, words = random.choice(
        [
            ("short row", [*ROWS, ["0.07"]], ("values for 3 addresses",)),
            ("long row", [*ROWS, ["0.07", "1", "entity", "1"]], ("values for 3 addresses",)),
            ("empty row", [*ROWS, ["", "", ""]], ("an empty row",)),
            ("row twice", [*ROWS, ROWS[1]], ("the same point as in line 3",)),
            ("row twice in other words", [*ROWS, ["2e-2", "3", "cooperative"]], ("same point",)),
            ("unknown structure", [*ROWS, ["0.1", "1", "entty"]], ("did you mean 'entity'",)),
            ("number for a structure", [*ROWS, ["0.1", "1", "3"]], ("structure",)),
            ("no rows", [], ("no points",)),
            ("open quotes", [*ROWS, ['"0.1', "1", "entity"]], ()),
            ("a word behind quotes", [*ROWS, ['"0.1"x', "1", "entity"]], ()),
            ("head again", [*ROWS, HEAD], ("is not a number",)),
            ("units below the head", [["RMB m", "per stake", ""], *ROWS], ("is not a number",)),
        ]
    )
    return _case(kind, text_of(HEAD, rows), BAD, *words)


def _form(random: Random) -> Case:
    good = text_of(HEAD, ROWS)
    kind, text, words = random.choice(
        [
            ("semicolons", text_of(HEAD, ROWS, ";"), ("semicolons",)),
            (
                "semicolons and commas",
                text_of(HEAD, ROWS, ";").replace("0.0", "0,0"),
                ("semicolons",),
            ),
            ("tabs", text_of(HEAD, ROWS, "\t"), ("tabs",)),
            ("bars", text_of(HEAD, ROWS, "|"), ("bars",)),
            ("blanks", text_of(HEAD, ROWS, " "), ()),
            ("separator said", f"sep=,\n{good}", ()),
            (
                "row numbers of R",
                good.replace("\n", "\n1,").replace("alliance", ",alliance", 1),
                (),
            ),
            (
                "comma too many",
                text_of([*HEAD, ""], [[*row, ""] for row in ROWS]),
                ("comma too many",),
            ),
            ("old Mac line ends", text_of(HEAD, ROWS, end="\r"), None),
            ("decimal commas", good.replace("0.0", "0,0"), ("values for 3 addresses",)),
            ("empty", "", ("empty",)),
            ("zero byte", good + "\0", ("zero byte",)),
            ("too many", "alliance.dues\n" + "0\n" * 4_000_001, ("more than",)),
        ]
    )
    return _case(kind, text, ANY if words is None else BAD, *(words or ()))


def _address(random: Random) -> Case:
    place = random.randrange(2)
    wrong = misspelt(random, HEAD[place])
    kind, name, words = random.choice(
        [
            ("misspelt", wrong, ("unknown address", "did you mean")),
            ("in capitals", HEAD[place].upper(), ("unknown address", "did you mean")),
            ("twice", HEAD[1 - place], ("two columns have this address",)),
            ("seed", "seed", ("seed",)),
            ("empty", "", ("has no address",)),
            ("formula", "=1+1", ("unknown address",)),
            ("long", "a" * 100_000, ("unknown address",)),
            ("control characters", "\x1b[31m", ("unknown address",)),
        ]
    )
    head = [name if column == place else address for column, address in enumerate(HEAD)]
    return _case(f"address {kind}", text_of(head, ROWS), BAD, *words)


def _file(random: Random) -> Case:
    kind, data, expect = mangled(random, text_of(HEAD, ROWS))
    harmless = expect == GOOD and kind in ("byte order mark", "CRLF", "no last line end")
    expect = ANY if expect == GOOD and not harmless else expect
    return _case(kind, data, ANY if kind == "old Mac line ends" else expect)
