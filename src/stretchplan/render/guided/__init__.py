"""Write the guided page, one HTML file that leads through the session in a browser and prints as a sheet.

``assemble`` puts the file together from ``page.html``, ``page.css``, the ``.js`` files and the plan. ``sheet`` writes
the part for reading and printing, ``step_texts`` the words of each step for the script, and ``pictures`` the figures.
"""

from stretchplan.render.guided.assemble import to_html

__all__ = ["to_html"]
