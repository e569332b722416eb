"""Put the page of a programme together: its calendar, and for each day the guided session.

The guided session is that of :mod:`stretchplan.render.guided.assemble`, unchanged: its body is in a ``<template>`` of its
day, and the script takes the one of the chosen day and then runs the session as on the page of a plan. What many days
share is in the page once: the figures, the strips, and the entries of the steps.
"""

from __future__ import annotations

__all__ = ["programme_to_html"]
