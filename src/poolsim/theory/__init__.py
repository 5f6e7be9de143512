"""Closed forms that tests, claims and the ODD quote and that no phase calls."""
