"""The formulas of the model: a file for each subject, a function for each formula."""
