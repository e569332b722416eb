"""Figures of stretches: a body of bones, its poses, and the SVG drawn from them."""
