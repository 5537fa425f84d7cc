"""Plots of what was measured, as PNG: one kind of plot a module, drawn without a display."""
