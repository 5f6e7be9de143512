"""The ODD description is what the code says."""


def test_the_committed_tables_are_up_to_date(generate):
    text = generate.FILE.read_text(encoding="utf-8")
    assert generate.renewed(text) == text, "run: python docs/refresh.py"


def test_every_table_has_its_place(generate):
    places = [
        region[2] for region in generate.REGION.finditer(generate.FILE.read_text(encoding="utf-8"))
    ]
    assert sorted(places) == sorted(generate.TABLES)


def test_a_stale_table_is_renewed(generate):
    before, after = "by hand\n<!-- generated: causes -->\n", "<!-- end -->\nby hand\n"
    assert (
        generate.renewed(f"{before}old\n{after}")
        == f"{before}{generate.TABLES['causes']()}\n{after}"
    )


def test_the_seven_elements_are_there(generate):
    text = generate.FILE.read_text(encoding="utf-8")
    headings = (
        "1. Purpose and patterns",
        "2. Entities, state variables and scales",
        "3. Process overview and scheduling",
        "4. Design concepts",
        "5. Initialisation",
        "6. Input data",
        "7. Submodels",
    )
    assert all(f"\n## {heading}\n" in text for heading in headings)
