"""Describe a page as a list of blocks, and write it as text, HTML or Markdown.

``blocks`` defines the kinds of block. ``as_text``, ``as_html`` and ``as_markdown`` write them; ``cells`` measures text
in terminal cells. :mod:`stretchplan.render.pages` builds the pages.
"""
