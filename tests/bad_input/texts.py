"""Bytes that are no text, or no TOML: what happens to files on the way."""

from collections.abc import Callable
from random import Random

from bad_input.case import ANY, BAD, GOOD

Mangled = tuple[str, bytes, str]  # kind, bytes, what is expected
DEEP, LONG = 100_000, 100_000


def mangled(random: Random, text: str) -> Mangled:
    """A good text after an accident, or after what editors do to it and no reader minds."""
    return random.choice(ACCIDENTS)(random, text)


def _harmless(random: Random, text: str) -> Mangled:
    kind, data = random.choice(
        [
            ("byte order mark", b"\xef\xbb\xbf" + text.encode()),
            ("CRLF", text.replace("\n", "\r\n").encode()),
            ("byte order mark and CRLF", b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()),
            ("no last line end", text.rstrip("\n").encode()),
            ("empty lines", text.replace("\n", "\n\n").encode()),
            ("comments", text.replace("\n", "\n# \u00e9\u4e2d\n").encode()),
        ]
    )
    return kind, data, GOOD


def _encoded(random: Random, text: str) -> Mangled:
    kind = random.choice(["utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp037"])
    return kind, text.encode(kind, "replace"), BAD


def _replaced(random: Random, text: str) -> Mangled:
    kind, data = random.choice(
        [
            ("empty", b""),
            ("blank", b" \n\t\n"),
            ("comment", b"# nothing\n"),
            ("old Mac line ends", text.replace("\n", "\r").encode()),
            ("Latin-1", (text + "# Z\u00fcrich\n").encode("latin-1")),
            ("workbook", b"PK\x03\x04" + bytes(random.randrange(256) for _ in range(200))),
            ("parquet", b"PAR1" + bytes(60) + b"PAR1"),
            ("gzip", b"\x1f\x8b\x08" + bytes(random.randrange(256) for _ in range(200))),
            ("JSON", b'{"name": "case", "firms": [{"name": "all"}]}'),
            ("YAML", b"name: case\nfirms:\n  - name: all\n"),
            ("page", b"<!DOCTYPE html><html><body>404</body></html>"),
            ("table", b"a,b\n1,2\n"),
            ("random", bytes(random.randrange(256) for _ in range(500))),
            ("zeros", bytes(1000)),
            ("conflict", b"<<<<<<< ours\n" + text.encode() + b"=======\n>>>>>>> theirs\n"),
            ("twice", (text + text).encode()),
        ]
    )
    return kind, data, BAD


def _huge(random: Random, text: str) -> Mangled:
    kind, more = random.choice(
        [
            ("deep list", "x = " + "[" * DEEP + "]" * DEEP),
            ("deep table", "x = " + "{a=" * DEEP + "1" + "}" * DEEP),
            ("long dotted key", ".".join("a" * DEEP) + " = 1"),
            ("long dotted header", "[" + ".".join("a" * DEEP) + "]"),
            ("spread dotted key", " . ".join(["'a'"] * (DEEP // 4)) + " = 1"),
            ("long key", "k" * LONG + " = 1"),
            ("long text", 'x = "' + "t" * LONG + '"'),
            ("many keys", "\n".join(f"k{place} = 1" for place in range(LONG // 2))),
            ("many tables", "\n".join(f"[t{place}]" for place in range(LONG // 4))),
            ("many lists", "\n".join("[[t]]" for place in range(LONG // 4))),
            ("long list", "x = [" + "1," * LONG + "]"),
            ("tall list", "x = [" + "1,\n" * LONG + "]"),
            ("too large", "# " + "c" * 2_000_000),
            ("open text", 'x = """' + "t\n" * LONG),
            ("quotes", 'x = "' + '\\"' * LONG),
            ("brackets", "[" * LONG),
            ("dots", "." * LONG),
        ]
    )
    return kind, (more + "\n" + text).encode(), BAD


def _broken(random: Random, text: str) -> Mangled:
    data = bytearray(text.encode())
    place = random.randrange(len(data))
    way = random.randrange(4)
    if way == 0:
        return "cut off", bytes(data[:place]), ANY
    if way == 1:
        data[place] = random.randrange(256)
        return "another byte", bytes(data), ANY
    if way == 2:
        del data[place : place + random.randrange(1, 40)]
        return "bytes lost", bytes(data), ANY
    control = random.choice([b"\0", b"\x1b[31m", b"\x07", b"\x08", b"\x7f", b"\xc2\x9b", b"\r"])
    data[place:place] = control
    return "control character", bytes(data), ANY


ACCIDENTS: list[Callable[[Random, str], Mangled]] = [
    *[_harmless, _encoded, _replaced, _broken] * 3,
    *[_broken] * 3,
    _huge,
]
