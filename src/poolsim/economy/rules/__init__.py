"""The formulas of the model: a file for each mechanism, a function for each formula."""
