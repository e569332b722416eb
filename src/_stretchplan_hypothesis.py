"""Tells Hypothesis how to make plans and requests, once both are loaded.

Hypothesis calls :func:`register` when it is imported, in every project of an environment that has stretchplan, also in
those that never use it. So this module lies outside the package, whose import is not free: it imports nothing, and
when the package is not loaded it does nothing. ``stretchplan`` calls it too, for when it comes second.
Set the environment variable ``STRETCHPLAN_NO_HYPOTHESIS`` to anything to switch it off.
"""

from __future__ import annotations

import os
import sys

__all__ = ["register"]


def register() -> None:
    """Register strategies for the models of ``stretchplan``, if it is loaded; whatever happens, raise nothing."""
    try:
        if os.environ.get("STRETCHPLAN_NO_HYPOTHESIS"):
            return
        package, strategies = sys.modules.get("stretchplan"), sys.modules.get("hypothesis.strategies")
        if strategies is None or not hasattr(package, "__getattr__"):  # not before it can be asked for names
            return
        for model, name in (
            ("Plan", "plans"),
            ("PlanRequest", "requests"),
            ("Profile", "profiles"),
            ("Screening", "screenings"),
            ("Catalog", "catalogs"),
            ("Policy", "policies"),
        ):
            strategies.register_type_strategy(getattr(package, model), _later(name))
    except Exception:  # noqa: BLE001, S110 - never another project's trouble
        pass


def _later(name: str):  # type: ignore[no-untyped-def]
    def strategy(_: object) -> object:
        import stretchplan.testing

        return getattr(stretchplan.testing, name)()

    return strategy
