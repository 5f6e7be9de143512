"""What the formulas answer to the inputs of tests/data/vectors.json, by the code of the rule."""

from answers import alliance, basic, licensing, litigation, market, pools

ANSWERS = {
    name: answer
    for part in (basic, alliance, licensing, litigation, market, pools)
    for name, answer in part.ANSWERS.items()
}
