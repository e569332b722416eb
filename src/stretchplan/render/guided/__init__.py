"""Write the guided page, one HTML file that leads through the session in a browser and prints as a sheet.

``assemble`` puts the file together from ``page.html``, ``page.css``, the ``.js`` files and the plan. ``sheet`` writes
the part for reading and printing, ``step_texts`` the words of each step for the script, and ``pictures`` the figures.
``programme`` puts several plans into one file, with the calendar of their days.
"""

from stretchplan.render.guided.assemble import to_html
from stretchplan.render.guided.programme import programme_to_html

__all__ = ["programme_to_html", "to_html"]
