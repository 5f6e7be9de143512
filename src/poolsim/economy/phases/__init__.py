"""Who acts on whom, in which order, inside one phase: a file for a phase, or for those of one
actor.
"""
