"""Who acts on whom, in which order, inside one phase: a file per phase of the quarter, and the
opening before quarter 1.
"""
