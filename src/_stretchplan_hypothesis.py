"""The hook that registers strategies for plans and requests with Hypothesis.

Hypothesis calls :func:`register` on import in every project of an environment that has stretchplan, also in those that
never use it. So this module is outside the package, whose import is not free. It does nothing until the package is
loaded; ``stretchplan`` calls it too, in case Hypothesis was imported first. Set the environment variable
``STRETCHPLAN_NO_HYPOTHESIS`` to anything to switch it off.
"""

from __future__ import annotations

import os
import sys

__all__ = ["register"]


def register() -> None:
    """Register strategies for the models of ``stretchplan``, if it is loaded. It never raises."""
    try:
        if os.environ.get("STRETCHPLAN_NO_HYPOTHESIS"):
            return
        package, strategies = sys.modules.get("stretchplan"), sys.modules.get("hypothesis.strategies")
        if strategies is None or not hasattr(package, "__getattr__"):  # the package is not ready yet
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
    except Exception:  # noqa: BLE001, S110 - it must not break another project's tests
        pass


def _later(name: str):  # type: ignore[no-untyped-def]
    def strategy(_: object) -> object:
        import stretchplan.testing

        return getattr(stretchplan.testing, name)()

    return strategy
