"""How much of a grid is gone through? A part of it, spread evenly; with ``HYPOTHESIS_PROFILE=long`` all of it."""

import os

LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"


def spread(items, one_in, start=0):
    """Return every item in the long profile, otherwise one in so many, from the given place on."""
    items = list(items)
    return items if LONG else items[start % one_in :: one_in]
