"""A misspelt field of an agent, of the terms or of the arrays is found by the type checker."""

import pytest
from mypy import api

SNIPPET = """
from poolsim.economy.world import World
from poolsim.parameters.terms import Terms


def misspelt(world: World, terms: Terms) -> float:
    return {expression}
"""
MISSPELT = {
    "world.firms[0].csah": '"Firm" has no attribute "csah"',
    "world.firms[0].home_medain": '"Firm" has no attribute "home_medain"',
    "world.alliances[0].dose": '"Secretariat" has no attribute "dose"',
    "world.holders[0].strenght": '"PatentHolder" has no attribute "strenght"',
    "world.sector.adoptoin": '"Sector" has no attribute "adoptoin"',
    "terms.markte.conduct": '"Terms" has no attribute "markte"',
    "terms.market.condcut": '"Market" has no attribute "condcut"',
    "world.book.rates[0, 0]": '"Book" has no attribute "rates"',
    "world.book.rate[0]": 'Invalid index type "int" for "Grid"',
}
RIGHT = "world.firms[0].cash + terms.market.conduct + world.book.rate[0, 0]"


@pytest.fixture(scope="module")
def objections(tmp_path_factory) -> dict[str, str]:
    """What the type checker says of each expression."""
    folder = tmp_path_factory.mktemp("snippets")
    files = {}
    for k, expression in enumerate((*MISSPELT, RIGHT)):
        files[folder / f"snippet{k}.py"] = expression
    for file, expression in files.items():
        file.write_text(SNIPPET.format(expression=expression))
    said, trouble, _ = api.run([*map(str, files), "--hide-error-context", "--no-pretty"])
    assert trouble == ""
    lines = said.splitlines()
    return {
        expression: "\n".join(line for line in lines if file.name in line)
        for file, expression in files.items()
    }


@pytest.mark.parametrize(("expression", "objection"), MISSPELT.items())
def test_a_misspelt_field_is_found(objections, expression, objection):
    assert objection in objections[expression]


def test_nothing_else_is_objected_to(objections):
    assert objections[RIGHT] == ""
