"""The register of broken plans, and the tools to break one."""

BREAKS = {}
"""Name to the rule that is broken, the step, and the function that returns the plan (and its catalogue)."""


def breaks(rule, step=None):
    """Enter a function that returns a broken plan (and its catalogue), the rule it breaks, and where."""

    def enter(make):
        BREAKS[make.__name__] = (rule, step, make)
        return make

    return enter


def dose(items, name, sets, amount):
    """Return items with one dose changed."""
    return [(n, sets, amount) if n == name else (n, s, a) for n, s, a in items]


def remove(plan, *indices):
    """Take steps out of a plan's schedule."""
    plan["schedule"] = [entry for i, entry in enumerate(plan["schedule"]) if i not in indices]
    return plan
