"""A page as a list of blocks, and its three writers.

``blocks`` has the kinds of block; ``as_text``, ``as_html`` and ``as_markdown`` each write the same page; ``cells``
measures text in the cells of a terminal. The pages themselves are in :mod:`stretchplan.render.pages`.
"""
