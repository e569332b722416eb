"""How a plan is shown: one method for each format, for :class:`stretchplan.Plan` to inherit.

The models of a plan know nothing of rendering, and ``stretchplan.render`` knows all of them. A plan should still be
able to say ``plan.to_text()``. So each method here imports its renderer when it is called, and only then: a plan that
is made, checked and sent on as JSON never loads one. This is the one module that looks up the house in that way
(docs/decisions/0024-a-plan-shows-itself.md; tests/test_public_face.py holds it).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from datetime import date, time

    import pandas as pd
    import polars as pl

    from stretchplan.catalog import Catalog
    from stretchplan.plans import Plan
    from stretchplan.render.rows import Row
    from stretchplan.render.vtt import Cues

__all__ = ["Rendered"]


class Rendered:
    """What a plan can be made into. No field of a plan is called ``to_…``."""

    def to_text(self, width: int = 80) -> str:
        """Return the plan as plain text for people: see :func:`stretchplan.render.plan_to_text`.

        Parameters
        ----------
        width
            Cells in a line, at least 20.

        Raises
        ------
        ValueError
            When ``width`` is less than 20.
        """
        from stretchplan.render.text import plan_to_text

        return plan_to_text(_plan(self), width)

    def to_markdown(self) -> str:
        """Return the plan as Markdown, for people: see :func:`stretchplan.render.plan_to_markdown`."""
        from stretchplan.render.markdown import plan_to_markdown

        return plan_to_markdown(_plan(self))

    def to_vtt(self, cues: Cues = "text") -> str:
        """Return the plan as WebVTT, one cue a step: see :func:`stretchplan.render.plan_to_vtt`.

        Parameters
        ----------
        cues
            ``text`` for people, ``json`` for programs.

        Raises
        ------
        ValueError
            When the steps do not run on from second 0 to the plan's total, which those of a plan of ours do.
        """
        from stretchplan.render.vtt import plan_to_vtt

        return plan_to_vtt(_plan(self), cues)

    def to_rows(self) -> tuple[Row, ...]:
        """Return the steps as flat rows, one a step: see :func:`stretchplan.render.plan_to_rows`."""
        from stretchplan.render.rows import plan_to_rows

        return plan_to_rows(_plan(self))

    def to_csv(self) -> str:
        """Return the steps as CSV with CRLF at the line ends: see :func:`stretchplan.render.plan_to_csv`."""
        from stretchplan.render.rows import plan_to_csv

        return plan_to_csv(_plan(self))

    def to_pandas(self) -> pd.DataFrame:
        """Return the steps as a pandas data frame, a row for each.

        Raises
        ------
        MissingExtra
            When pandas is not installed.
        """
        from stretchplan.render.rows import plan_to_pandas

        return plan_to_pandas(_plan(self))

    def to_polars(self) -> pl.DataFrame:
        """Return the steps as a polars data frame, a row for each.

        Raises
        ------
        MissingExtra
            When polars is not installed.
        """
        from stretchplan.render.rows import plan_to_polars

        return plan_to_polars(_plan(self))

    def to_ics(
        self,
        *,
        on: date | None = None,
        at: time | None = None,
        zone: str | None = None,
        alarm_minutes: int | None = None,
        series: str = "",
        revision: int = 0,
    ) -> str:
        """Return the plan as a calendar with one event: see :func:`stretchplan.render.to_ics`, which takes several.

        Parameters
        ----------
        on
            The date, if the request has none.
        at
            The time of day at which it starts; None is eight in the morning.
        zone
            An IANA time zone such as ``Europe/Berlin``; None is wherever the reader is.
        alarm_minutes
            Minutes before the start at which to remind, 0 to 10,080; None for no reminder.
        series
            Whose sessions these are, when several people's go into one calendar.
        revision
            How many times the session of this date has been handed out before in another form.

        Raises
        ------
        ValueError
            When there is no date, the zone is not known, or a number is out of range.
        MissingExtra
            When icalendar is not installed.
        """
        from stretchplan.render.calendar import to_ics

        return to_ics(
            [_plan(self)], on=on, at=at, zone=zone, alarm_minutes=alarm_minutes, series=series, revision=revision
        )

    def to_fit(self, catalog: Catalog | None = None) -> bytes:
        """Return the plan as a Garmin FIT workout file: see :func:`stretchplan.render.plan_to_fit`.

        Parameters
        ----------
        catalog
            The catalogue that the plan was made from, for Garmin's numbers of its exercises; None: the built-in one, if
            the plan is from it.

        Raises
        ------
        ValueError
            When the plan is not from ``catalog``.
        MissingExtra
            When fit-tool is not installed.
        """
        from stretchplan.render.watch import plan_to_fit

        return plan_to_fit(_plan(self), catalog)

    def to_html(self, catalog: Catalog | None = None) -> str:
        """Return the plan as one HTML file that guides the session: see :func:`stretchplan.render.page.to_html`.

        Parameters
        ----------
        catalog
            The catalogue that the plan was made from, for the figures; None takes the built-in one if the plan is
            from it.

        Raises
        ------
        ValueError
            When the steps do not run on from second 0 to the plan's total, which those of a plan of ours do.
        """
        from stretchplan.render.page import to_html

        return to_html(_plan(self), catalog)

    def to_health_connect(self) -> dict[str, Any]:
        """Return the fields of a planned session of Android's Health Connect: see ``stretchplan.render``.

        Raises
        ------
        ValueError
            When the steps do not run on from second 0 to the plan's total, which those of a plan of ours do.
        """
        from stretchplan.render.health import plan_to_health_connect

        return plan_to_health_connect(_plan(self))


def _plan(one: Rendered) -> Plan:
    """Return what it is for the type checker: only plans inherit from the class above."""
    return cast("Plan", one)
