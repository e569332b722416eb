"""A plan as a page that guides the session: one file for a browser, and a sheet of paper when it is printed.

What is on the page is put together here; how it looks and what it does are ``page.html``, ``page.css`` and the
``.js`` files beside this module, which are read as they are.
"""

from stretchplan.render.guided.assemble import to_html

__all__ = ["to_html"]
