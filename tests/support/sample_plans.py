"""Three correct plans, and ways to point into one."""

from stretchplan.catalog import Catalog
from tests.support.form_facts import on
from tests.support.plan_builder import BUILTIN, WORK, build, request

FULL = (
    ("knee_to_chest", 2, 20),
    ("lying_knee_twist", 2, 20),
    ("piriformis_stretch", 3, 20),
    ("glute_bridge", 1, 15),
    ("cat_cow", 2, 30),
    ("cobra_pose", 1, 10),
    ("childs_pose", 2, 30),
)
REPAIR = (
    ("knee_to_chest", 3, 15),
    ("lying_knee_twist", 2, 20),
    ("glute_bridge", 1, 12),
    ("cobra_pose", 2, 7),
    ("childs_pose", 1, 30),
)
LOWEST = (("knee_to_chest", 1, 10), ("lying_knee_twist", 1, 20), ("cobra_pose", 1, 5))
EARLY = (
    ("knee_to_chest", 2, 10),
    ("lying_knee_twist", 1, 20),
    ("piriformis_stretch", 2, 10),
    ("cat_cow", 2, 30),
    ("cobra_pose", 1, 5),
)


def full(**asked):
    """All seven, no recent injury."""
    return build(FULL, request(**asked))


def repair(**asked):
    """Five of the seven on day 20."""
    return build(REPAIR, request(**{"day": 20, **asked}))


def early(**asked):
    """Five of the seven on day 3, hips and glutes demanded."""
    return build(EARLY, request(**{"day": 3, "targets": ("hips", "glutes"), **asked}))


def cautioned():
    """Return a catalogue in the form before there were forms: its cautions and the library's sentences are added."""
    plain = {name: {"forms": []} for name in BUILTIN.by_id}
    twist = {"rule": "twist-small", "cue": "Keep the knee bent and the turn small."}
    plain["lying_knee_twist"] |= {"cautions": [twist], "cue": "Lower your {side} knee to the {other_side}."}
    light = {"rule": "piriformis-light", "cue": "Keep it light."}
    plain["piriformis_stretch"] |= {"cautions": [light], "cue": "Pull your {other_side} thigh toward you."}
    return other(**plain)


def at(plan, stretch, kind, nth=0):
    """Return the index of a stretch's nth step of a kind."""
    found = [i for i, step in enumerate(plan["schedule"]) if step["stretch_id"] == stretch and step["kind"] == kind]
    return found[nth]


def in_its_own_way(plan, stretch, text, nth=0):
    """Give one work step of a stretch a text of the stretch's own instead of that of its form."""
    entry = plan["schedule"][at(plan, stretch, WORK[BUILTIN.by_id[stretch].dose.kind], nth)]
    own = on(entry["side"], getattr(BUILTIN.by_id[stretch], text))
    assert entry[text] != own
    entry[text] = own
    return plan


def other(**fields):
    """Return the built-in catalogue under another id, with fields of single stretches changed.

    Each keyword is a stretch id, each value a dictionary of what to change in it.
    """
    data = BUILTIN.model_dump(mode="json")
    data["id"] = "other"
    for stretch in data["stretches"]:
        change = fields.get(stretch["id"], {})
        stretch["provenance"] = {}
        for name, value in change.items():
            stretch[name] = {**stretch[name], **value} if isinstance(value, dict) and name == "dose" else value
    return Catalog.model_validate(data)
