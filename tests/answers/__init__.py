"""What the formulas answer to the inputs of tests/data/vectors.json, by the code of the rule."""

from answers import alliance, basic, licensing, litigation, pools

ANSWERS = basic.ANSWERS | alliance.ANSWERS | licensing.ANSWERS | litigation.ANSWERS | pools.ANSWERS
