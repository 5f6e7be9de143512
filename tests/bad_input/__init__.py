"""Input as people and programs get it wrong, made in any number: scenarios, studies, points,
arguments.
"""
