"""``stretchplan play``: a session in the terminal, step by step.

``session`` counts, ``screen`` lays out, ``terminal`` reads keys and draws, and ``command`` puts them together.
"""
