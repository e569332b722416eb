"""An explorer for notebooks: move the minutes and the day, and see the plan or why there is none.

It needs the extra ``widget``, which installs anywidget. docs/explorer.md shows it in JupyterLab and marimo.

>>> from stretchplan.widget import Explorer
>>> explorer = Explorer(days_since_injury=3, minutes=10, targets=["hips"])
>>> explorer.plan.total_seconds
588
>>> explorer.days_since_injury, explorer.targets = 2, ["pelvis"]
>>> str(explorer.refusal).partition(",")[0]
'Because only Glute Bridge works the pelvis'
"""

from __future__ import annotations

from importlib.util import find_spec

from stretchplan.base.errors import MissingExtra

if find_spec("anywidget") is None:
    raise MissingExtra("widget", "stretchplan.widget")

from stretchplan.widget.explorer import Explorer

__all__ = ["Explorer"]
