"""A plan as other programs read it: one module for each format."""
