"""Every number of the model, declared once: value, unit, bounds, kind, source and meaning."""
