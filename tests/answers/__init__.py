"""What the formulas answer to the inputs of tests/data/vectors.json, by the code of the rule."""

from answers import (
    alliance,
    basic,
    founding,
    licensing,
    litigation,
    market,
    pools,
    suits,
    votes,
    worth,
)

ANSWERS = {
    name: answer
    for part in (
        basic,
        alliance,
        founding,
        licensing,
        litigation,
        market,
        pools,
        suits,
        votes,
        worth,
    )
    for name, answer in part.ANSWERS.items()
}
