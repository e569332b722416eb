"""The methods ``plan.to_…``, ``programme.to_…``, ``progress.to_…`` and ``diff.to_…``, one for each format.

Each method looks up its renderer in the tables below and imports it when it is called, so a plan that is only made,
checked and sent as JSON loads none. So this module depends on the renderers by name and does not import them;
docs/decisions/0024-a-plan-shows-itself.md says why. A test shows that every name resolves to a function with the
method's parameters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import TYPE_CHECKING, Any, Final, Literal, Self

from stretchplan.catalog.catalog import Catalog

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    from rich.console import Console, ConsoleOptions, RenderableType

__all__ = [
    "DIFF_RENDERERS",
    "PROGRAMME_RENDERERS",
    "PROGRESS_RENDERERS",
    "RENDERERS",
    "REPORT_RENDERERS",
    "DiffFormats",
    "PlanFormats",
    "ProgrammeFormats",
    "ProgressFormats",
    "ReportFormats",
]

RENDERERS: Final = {
    "to_text": "stretchplan.render.formats.text:plan_to_text",
    "to_markdown": "stretchplan.render.formats.markdown:plan_to_markdown",
    "to_vtt": "stretchplan.render.formats.vtt:plan_to_vtt",
    "to_rows": "stretchplan.render.formats.rows:plan_to_rows",
    "to_csv": "stretchplan.render.formats.rows:plan_to_csv",
    "to_pandas": "stretchplan.render.formats.rows:plan_to_pandas",
    "to_polars": "stretchplan.render.formats.rows:plan_to_polars",
    "to_ics": "stretchplan.render.formats.calendar:to_ics",
    "to_fit": "stretchplan.render.formats.fit:plan_to_fit",
    "to_html": "stretchplan.render.guided:to_html",
    "to_health_connect": "stretchplan.render.formats.health_connect:plan_to_health_connect",
}
"""For each method of a plan, the module and function that renders."""

PROGRAMME_RENDERERS: Final = {
    "to_text": "stretchplan.render.formats.text:programme_to_text",
    "to_markdown": "stretchplan.render.formats.markdown:programme_to_markdown",
    "to_svg": "stretchplan.render.calendar:programme_to_svg",
    "to_ics": "stretchplan.render.formats.calendar:programme_to_ics",
    "to_html": "stretchplan.render.guided:programme_to_html",
}
"""For each method of a programme, the module and function that renders."""


class PlanFormats:
    """The formats of a plan. No field of a plan is called ``to_…``."""

    def to_text(self, width: int = 80, *, brief: bool = False) -> str:
        """Return the plan as plain text ``width`` cells wide: see :func:`stretchplan.render.plan_to_text`."""
        return _renderer("to_text")(self, width, brief=brief)

    def to_markdown(self) -> str:
        """Return the plan as Markdown: see :func:`stretchplan.render.plan_to_markdown`."""
        return _renderer("to_markdown")(self)

    def to_vtt(self, cues: Literal["text", "json"] = "text") -> str:
        """Return the plan as WebVTT, one cue a step: see :func:`stretchplan.render.plan_to_vtt`."""
        return _renderer("to_vtt")(self, cues)

    def to_rows(self) -> tuple[dict[str, Any], ...]:
        """Return the steps as flat rows, one a step: see :func:`stretchplan.render.plan_to_rows`."""
        return _renderer("to_rows")(self)

    def to_csv(self) -> str:
        """Return the steps as CSV with CRLF at the line ends: see :func:`stretchplan.render.plan_to_csv`."""
        return _renderer("to_csv")(self)

    def to_pandas(self) -> pd.DataFrame:
        """Return the steps as a pandas data frame, one a row: see :func:`stretchplan.render.plan_to_pandas`."""
        return _renderer("to_pandas")(self)

    def to_polars(self) -> pl.DataFrame:
        """Return the steps as a polars data frame, one a row: see :func:`stretchplan.render.plan_to_polars`."""
        return _renderer("to_polars")(self)

    def to_ics(
        self,
        *,
        on: date | str | None = None,
        at: time | None = None,
        zone: str | None = None,
        alarm_minutes: int | None = None,
        series: str = "",
        slot: str | None = None,
        revision: int = 0,
        name: str | None = None,
        details: Literal["full", "short"] = "full",
        private: bool = True,
    ) -> str:
        """Return the plan as a calendar with one event: see :func:`stretchplan.render.to_ics`, which takes several."""
        return _renderer("to_ics")(
            self,
            on=on,
            at=at,
            zone=zone,
            alarm_minutes=alarm_minutes,
            series=series,
            slot=slot,
            revision=revision,
            name=name,
            details=details,
            private=private,
        )

    def to_fit(self, catalog: Catalog | None = None) -> bytes:
        """Return the plan as a Garmin FIT workout file: see :func:`stretchplan.render.plan_to_fit`."""
        return _renderer("to_fit")(self, catalog)

    def to_html(self, catalog: Catalog | None = None) -> str:
        """Return the plan as one HTML file that guides the session: see :func:`stretchplan.render.to_html`."""
        return _renderer("to_html")(self, catalog)

    def to_health_connect(self, details: Literal["full", "short"] = "full") -> dict[str, Any]:
        """Return the fields of a planned session: see :func:`stretchplan.render.plan_to_health_connect`."""
        return _renderer("to_health_connect")(self, details)


PROGRESS_RENDERERS: Final = {
    "to_text": "stretchplan.render.formats.text:progress_to_text",
    "to_markdown": "stretchplan.render.formats.markdown:progress_to_markdown",
    "to_html": "stretchplan.render.pages.progress:progress_to_html",
    "to_svg": "stretchplan.render.progress_charts:progress_to_svg",
}
"""The same for a progress."""


class ProgrammeFormats:
    """The formats of a programme. No field of a programme is called ``to_…``."""

    def to_text(self, width: int = 80) -> str:
        """Return the programme as plain text: see :func:`stretchplan.render.programme_to_text`."""
        return _renderer("to_text", PROGRAMME_RENDERERS)(self, width)

    def to_markdown(self) -> str:
        """Return the programme as Markdown: see :func:`stretchplan.render.programme_to_markdown`."""
        return _renderer("to_markdown", PROGRAMME_RENDERERS)(self)

    def to_svg(self) -> str:
        """Return the programme as a calendar in SVG: see :func:`stretchplan.render.programme_to_svg`."""
        return _renderer("to_svg", PROGRAMME_RENDERERS)(self)

    def to_ics(
        self,
        *,
        at: time | None = None,
        zone: str | None = None,
        alarm_minutes: int | None = None,
        series: str = "",
        slot: str | None = None,
        revision: int = 0,
        name: str | None = None,
        details: Literal["full", "short"] = "full",
        private: bool = True,
        replaces: Self | None = None,
    ) -> str:
        """Return the programme as one calendar: see :func:`stretchplan.render.programme_to_ics`."""
        return _renderer("to_ics", PROGRAMME_RENDERERS)(
            self,
            at=at,
            zone=zone,
            alarm_minutes=alarm_minutes,
            series=series,
            slot=slot,
            revision=revision,
            name=name,
            details=details,
            private=private,
            replaces=replaces,
        )

    def to_html(self, catalog: Catalog | None = None) -> str:
        """Return the programme as one HTML file: see :func:`stretchplan.render.programme_to_html`."""
        return _renderer("to_html", PROGRAMME_RENDERERS)(self, catalog)


class ProgressFormats:
    """The formats of a progress. No field of it is called ``to_…``."""

    def to_text(self, width: int = 80) -> str:
        """Return the progress as plain text: see :func:`stretchplan.render.progress_to_text`."""
        return _renderer("to_text", PROGRESS_RENDERERS)(self, width)

    def to_markdown(self) -> str:
        """Return the progress as Markdown: see :func:`stretchplan.render.progress_to_markdown`."""
        return _renderer("to_markdown", PROGRESS_RENDERERS)(self)

    def to_html(self) -> str:
        """Return the progress as one HTML file with its charts: see :func:`stretchplan.render.progress_to_html`."""
        return _renderer("to_html", PROGRESS_RENDERERS)(self)

    def to_svg(self, chart: Literal["pain", "adherence", "areas", "reach"]) -> str:
        """Return one chart as SVG: see :func:`stretchplan.render.progress_to_svg`."""
        return _renderer("to_svg", PROGRESS_RENDERERS)(self, chart)


DIFF_RENDERERS: Final = {
    "to_text": "stretchplan.render.formats.text:diff_to_text",
    "to_markdown": "stretchplan.render.formats.markdown:diff_to_markdown",
    "to_html": "stretchplan.render.pages.difference:diff_to_html",
}
"""The same for a difference."""


class DiffFormats:
    """The formats of a difference. No field of it is called ``to_…``."""

    def to_text(self, width: int = 80) -> str:
        """Return the difference as plain text: see :func:`stretchplan.render.diff_to_text`."""
        return _renderer("to_text", DIFF_RENDERERS)(self, width)

    def to_markdown(self) -> str:
        """Return the difference as Markdown: see :func:`stretchplan.render.diff_to_markdown`."""
        return _renderer("to_markdown", DIFF_RENDERERS)(self)

    def to_html(self) -> str:
        """Return the difference as one HTML file: see :func:`stretchplan.render.diff_to_html`."""
        return _renderer("to_html", DIFF_RENDERERS)(self)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        """Yield the difference in colours, for ``rich.print``."""
        yield from _renderer("rich", {"rich": "stretchplan.render.pages.difference:diff_to_rich"})(
            self, options.max_width
        )


REPORT_RENDERERS: Final = {
    "to_html": "stretchplan.render.pages.verification:report_to_html",
    "to_junit": "stretchplan.render.formats.junit:report_to_junit",
}
"""The same for a verification and for a comparison."""


class ReportFormats:
    """The formats of a verification and of a comparison. No field of them is called ``to_…``."""

    def to_html(self) -> str:
        """Return it as one HTML file: see :func:`stretchplan.render.report_to_html`."""
        return _renderer("to_html", REPORT_RENDERERS)(self)

    def to_junit(self) -> str:
        """Return it as JUnit XML: see :func:`stretchplan.render.report_to_junit`."""
        return _renderer("to_junit", REPORT_RENDERERS)(self)


def _renderer(method: str, renderers: Mapping[str, str] = RENDERERS) -> Any:
    from pkgutil import resolve_name  # imported here to keep the first plan fast

    return resolve_name(renderers[method])
