"""Files that are wrong as files: one clear message that names them, exit 2, nothing written."""

from pathlib import Path

import pytest

from poolsim.cli.main import main

GOOD = (
    'name = "case"\n[[firms]]\nname = "core"\n[[alliances]]\nname = "one"\nstructure = "entity"\n'
)
STUDY = 'name = "study"\nscenarios = ["cn_tv"]\n'
# file name -> content, words of the message
BAD: dict[str, tuple[bytes, str]] = {
    "empty.toml": (b"", "the file is empty"),
    "comment_only.toml": (b"# nothing here\n", "the file is empty"),
    "binary.toml": (bytes(range(256)), "not a text in UTF-8"),
    "parquet.toml": (b"PAR1" + bytes(60) + b"PAR1", "not a text: it holds a zero byte"),
    "latin1.toml": ((GOOD + "# Z\u00fcrich\n").encode("latin-1"), "not a text in UTF-8"),
    "utf16.toml": (GOOD.encode("utf-16"), "not a text in UTF-8, but in UTF-16"),
    "twice.toml": (
        GOOD.replace("[[firms]]", 'name = "again"\n[[firms]]').encode(),
        "not valid TOML",
    ),
    "table_twice.toml": ((GOOD + "[market]\n[market]\n").encode(), "not valid TOML"),
    "cut_off.toml": (GOOD[:40].encode() + b'"', "not valid TOML"),
    "json.toml": (b'{"name": "case", "firms": []}', "not valid TOML"),
    "huge.toml": ((GOOD + "[market]\noverhead = 1e999\n").encode(), "overhead"),
    "many_digits.toml": (
        (GOOD + f"[market]\noverhead = {'9' * 5000}\n").encode(),
        "a number has too many digits",
    ),
    "structure.toml": (GOOD.replace("entity", "entty").encode(), "did you mean 'entity'"),
    "structure_type.toml": (GOOD.replace('"entity"', "3").encode(), "structure"),
    "preset.toml": (STUDY.replace("cn_tv", "cn_vt").encode(), "did you mean 'cn_tv'"),
    "missing_scenario.toml": (STUDY.replace("cn_tv", "other.toml").encode(), "no such file"),
    "list_for_table.toml": (b"market = [1]\n" + GOOD.encode(), "market"),
}


@pytest.mark.parametrize("command", ["validate", "run"])
@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gets_one_clear_message(
    command: str,
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    content, words = BAD[name]
    Path(name).write_bytes(content)
    assert main([command, name]) == 2
    printed = capsys.readouterr()
    assert words in printed.err and "Traceback" not in printed.err
    assert printed.err.startswith(name), printed.err
    assert printed.out == "" and [path.name for path in tmp_path.iterdir()] == [name]
