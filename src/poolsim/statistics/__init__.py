"""Judgements from tables of runs: no folders, no files."""
