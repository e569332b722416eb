"""Write plans for people and programs: text, Markdown, a guided page, WebVTT, rows, calendars, watches and phones.

Each format has its method on a plan: ``plan.to_csv()`` is ``plan_to_csv(plan)``; docs/formats.md shows all of them. A
programme has methods too: ``programme.to_svg()`` is ``programme_to_svg(programme)``. :func:`figure` draws one stretch
as SVG (docs/figures.md).
"""

from stretchplan.render.calendar import CALENDAR_STYLE, programme_to_svg
from stretchplan.render.figures.figure import FIGURE_STYLE, figure
from stretchplan.render.formats.calendar import CalendarObject, programme_to_ics, to_caldav, to_ics
from stretchplan.render.formats.fit import plan_to_fit
from stretchplan.render.formats.health_connect import plan_to_health_connect
from stretchplan.render.formats.junit import report_to_junit
from stretchplan.render.formats.markdown import (
    diff_to_markdown,
    plan_to_markdown,
    programme_to_markdown,
    progress_to_markdown,
)
from stretchplan.render.formats.rows import plan_to_csv, plan_to_pandas, plan_to_polars, plan_to_rows
from stretchplan.render.formats.text import diff_to_text, plan_to_text, programme_to_text, progress_to_text
from stretchplan.render.formats.vtt import plan_to_vtt
from stretchplan.render.guided import programme_to_html, to_html
from stretchplan.render.pages.difference import diff_to_html
from stretchplan.render.pages.progress import progress_to_html
from stretchplan.render.pages.verification import report_to_html
from stretchplan.render.progress_charts import progress_to_svg

__all__ = [
    "CALENDAR_STYLE",
    "FIGURE_STYLE",
    "CalendarObject",
    "diff_to_html",
    "diff_to_markdown",
    "diff_to_text",
    "figure",
    "plan_to_csv",
    "plan_to_fit",
    "plan_to_health_connect",
    "plan_to_markdown",
    "plan_to_pandas",
    "plan_to_polars",
    "plan_to_rows",
    "plan_to_text",
    "plan_to_vtt",
    "programme_to_html",
    "programme_to_ics",
    "programme_to_markdown",
    "programme_to_svg",
    "programme_to_text",
    "progress_to_html",
    "progress_to_markdown",
    "progress_to_svg",
    "progress_to_text",
    "report_to_html",
    "report_to_junit",
    "to_caldav",
    "to_html",
    "to_ics",
]
