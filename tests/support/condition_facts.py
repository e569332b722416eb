"""What conditions do to the seven built-in stretches, written by hand from the sources of the rules.

Like the builder it shares no code with the library's planning or safety.
"""

from tests.support import form_facts

ALL = (
    "knee_to_chest",
    "lying_knee_twist",
    "childs_pose",
    "cat_cow",
    "piriformis_stretch",
    "glute_bridge",
    "cobra_pose",
)
SUPINE = {"knee_to_chest", "lying_knee_twist", "piriformis_stretch", "glute_bridge"}

# In the order of the rules.
NAMES = {
    "osteoporosis": "osteoporosis",
    "spinal_stenosis": "spinal stenosis",
    "spondylolisthesis": "spondylolisthesis",
    "hip_replacement": "a hip replacement",
    "knee_pain": "knee pain",
    "wrist_pain": "wrist pain",
    "pregnancy": "pregnancy",
    "recent_spinal_surgery": "recent spinal surgery",
    "disc_leg_pain": "pain down the leg",
}
EXCLUDED = {
    "osteoporosis": {"knee_to_chest", "childs_pose"},
    "spinal_stenosis": {"cobra_pose"},
    "spondylolisthesis": {"cobra_pose"},
    "hip_replacement": {"knee_to_chest", "lying_knee_twist", "piriformis_stretch", "childs_pose"},
    "knee_pain": {"childs_pose"},
    "wrist_pain": {"cobra_pose"},
    "pregnancy": {"cobra_pose"},  # and the supine ones, unless the first trimester is stated
    "recent_spinal_surgery": set(ALL),
    "disc_leg_pain": set(),
}
WITH_CARE = "Go in slowly and with care. Stop if leg pain or tingling starts or grows."
ROUNDS = "the lower back rounds as far as it goes"
ARCHES = "the lower back arches backward as far as it goes"
DEEP_HIP = "a hip bends past a right angle, or close to it under a pull"
CROSSES = "a thigh crosses the middle of the body, or turns in the hip"
ASKS = {
    ("osteoporosis", "knee_to_chest"): ROUNDS,
    ("osteoporosis", "childs_pose"): ROUNDS,
    ("spinal_stenosis", "cobra_pose"): ARCHES,
    ("spondylolisthesis", "cobra_pose"): ARCHES,
    ("hip_replacement", "knee_to_chest"): DEEP_HIP,
    ("hip_replacement", "lying_knee_twist"): CROSSES,
    ("hip_replacement", "piriformis_stretch"): DEEP_HIP,  # or CROSSES
    ("hip_replacement", "childs_pose"): DEEP_HIP,
    ("knee_pain", "childs_pose"): "a knee bends fully under weight",
    ("wrist_pain", "cobra_pose"): "bent-back wrists push the body's weight up",
}
"""What a stretch asks of the body that a condition forbids, in words."""
CUES = {
    ("osteoporosis", "lying_knee_twist"): "Keep the turn small and slow.",
    ("osteoporosis", "cat_cow"): "Keep the movement small; do not round your back to its end.",
    ("osteoporosis", "cobra_pose"): "Stay low: come up only a little.",
    ("wrist_pain", "cat_cow"): "Rest on your fists or forearms instead of flat hands.",
    ("disc_leg_pain", "knee_to_chest"): WITH_CARE,
    ("disc_leg_pain", "childs_pose"): WITH_CARE,
}
FORMS = (
    ("osteoporosis", "lying_knee_twist"),
    ("osteoporosis", "cat_cow"),
    ("osteoporosis", "piriformis_stretch"),
    ("osteoporosis", "cobra_pose"),
    ("spinal_stenosis", "lying_knee_twist"),
    ("spinal_stenosis", "cat_cow"),
    ("spondylolisthesis", "lying_knee_twist"),
    ("spondylolisthesis", "cat_cow"),
    ("hip_replacement", "cat_cow"),
    ("hip_replacement", "cobra_pose"),
    ("knee_pain", "cat_cow"),
    ("knee_pain", "glute_bridge"),
    ("wrist_pain", "cat_cow"),
    ("hip_replacement", "glute_bridge"),
    ("pregnancy", "childs_pose"),
    ("pregnancy", "cat_cow"),
    *(("recent_spinal_surgery", name) for name in ALL),
    ("disc_leg_pain", "knee_to_chest"),
    ("disc_leg_pain", "lying_knee_twist"),
    ("disc_leg_pain", "childs_pose"),
    ("disc_leg_pain", "cat_cow"),
    ("disc_leg_pain", "piriformis_stretch"),
    ("disc_leg_pain", "glute_bridge"),
    ("disc_leg_pain", "cobra_pose"),
)
"""The stretches that a condition has done in another form. Child's pose with wrist pain has only another setup."""
ADVICE = {
    "hip_replacement": "With a hip replacement, ask your surgeon or physiotherapist first. In the first weeks after "
    "it, stay off the floor: use a high chair or a bed. Sit high, on a firm chair with a cushion, hips above your "
    "knees, in every seated stretch.",
    "knee_pain": "If kneeling hurts your knee, leave it out and stretch on a chair or a bed.",
    "pregnancy": "In pregnancy, lying face down or on the back is left out unless a clinician has cleared it. "
    "Ask your midwife or doctor first.",
    "recent_spinal_surgery": "After spinal surgery, do only what your surgical team cleared. Ask first about getting "
    "down to the floor.",
    "disc_leg_pain": "If leg pain spreads further down, stop and see a clinician. Pain that draws back toward the "
    "spine is no reason to stop.",
}
EARLY_PREGNANCY = (
    "In pregnancy, lying face down is left out unless a clinician has cleared it. "
    "Ask your midwife or doctor before you start."
)
BEHIND = {
    "osteoporosis": (
        "consensus",  # a study and a consensus: the weaker of the two is stated
        "Sinaki & Mikkelsen 1984 (PMID 6487063): new fractures in 89 % of the flexion group and 16 % of the "
        "extension group, n = 59; UK consensus, Brooke-Wavell et al. 2022, doi:10.1136/bjsports-2021-104634; Too Fit "
        "to Fracture, Giangregorio et al. 2014 and 2015",
    ),
    "spinal_stenosis": (
        "practice",
        "common practice; 82 % of surveyed UK physiotherapists used flexion, and trial evidence is lacking",
    ),
    "spondylolisthesis": ("practice", "common practice, as for spinal stenosis; trial evidence is lacking"),
    "hip_replacement": ("practice", "common precautions after hip replacement"),
    "knee_pain": ("practice", "common practice"),
    "wrist_pain": ("practice", "common practice"),
    "pregnancy": (
        "guideline",
        "common guideline advice, contested: Polis 2015, doi:10.1097/AOG.0000000000001137 found some poses well "
        "tolerated",
    ),
    "recent_spinal_surgery": ("practice", "common practice"),
    "disc_leg_pain": (
        "practice",
        "common practice: pain that withdraws toward the spine is acceptable, pain that spreads down is not",
    ),
}
"""Strength and source of each rule."""


def rule_of(condition):
    """Return the id of the rule about a condition."""
    return condition.replace("_", "-")


def stated(asked):
    """Return the stated conditions in rule order; a yes to the question about pregnancy states it."""
    found = {*asked["profile"].get("conditions", ())}
    if (asked["screening"] or {}).get("pregnancy") == "yes":
        found.add("pregnancy")
    return [condition for condition in NAMES if condition in found]


def against(stretch, asked):
    """Return the stated conditions that exclude a stretch, cleared or not."""
    supine = SUPINE if asked["profile"].get("trimester") != 1 else set()
    found = []
    for condition in stated(asked):
        excluded = EXCLUDED[condition] | (supine if condition == "pregnancy" else set())
        # The loads of the stretch are unknown; the rule of surgery does not depend on them, nor early pregnancy.
        early = condition == "pregnancy" and asked["profile"].get("trimester") == 1
        unknown = stretch.loads is None and condition != "recent_spinal_surgery" and not early
        if stretch.id in excluded or unknown:
            found.append(condition)
    return found


def lifted(stretch, asked):
    """Return the conditions whose exclusion of a stretch a clearance lifts."""
    cleared = {(one["stretch_id"], one["condition"]) for one in asked["profile"].get("cleared", ())}
    return [condition for condition in against(stretch, asked) if (stretch.id, condition) in cleared]


def excluding(stretch, asked):
    """Return the rules that exclude a stretch, without those that a clearance lifts."""
    cleared = lifted(stretch, asked)
    return [rule_of(condition) for condition in against(stretch, asked) if condition not in cleared]


def stating(condition):
    """Return how a sentence names a condition."""
    return "in pregnancy" if condition == "pregnancy" else f"with {NAMES[condition]}"


def advice(condition, asked):
    """Return what is said of a condition itself."""
    first = condition == "pregnancy" and asked["profile"].get("trimester") == 1
    return EARLY_PREGNANCY if first else ADVICE[condition]


def why_out(stretch, condition):
    """Return why a condition excludes a stretch, as a sentence."""
    out = f"{stretch.name} is out {stating(condition)}"
    if condition == "recent_spinal_surgery":
        return f"{out} until a clinician has cleared it."
    if condition == "pregnancy" and (stretch.id in SUPINE or stretch.id == "cobra_pose"):
        return f"{out}: it starts {'lying face down' if stretch.position == 'prone' else 'lying on the back'}."
    if stretch.loads is None:
        return f"{out}: the catalogue does not say what it asks of the body."
    return f"{out}: in it {ASKS[condition, stretch.id]}."


def cleared_words(stretch, condition):
    """Return the words about a clearance."""
    stated = "because the request states that a clinician has cleared it"
    return f"{stretch.name} is possible {stating(condition)} {stated}."


def cues(stretch, asked, policy=None):
    """Return condition, cue and words for each change to a stretch; the cue is None where a form has the words."""
    form = form_facts.form_of(stretch, asked, policy)
    named = form_facts.names(form)
    cleared = lifted(stretch, asked)
    out = [c for c in against(stretch, asked) if c not in cleared]
    found = []
    for c in stated(asked):
        if rule_of(c) in named:
            found += [] if c in out else [(c, None, f"{form.name}.")]
        elif (c, stretch.id) in CUES and stretch.loads is not None:
            found.append((c, CUES[c, stretch.id], CUES[c, stretch.id]))
    return found


def notices(items, asked, catalog, policy=None):
    """Return id, text, rule and stretch of each notice about conditions."""
    found = [(rule_of(c), advice(c, asked), rule_of(c), None) for c in stated(asked) if c in ADVICE]
    for stretch in catalog.stretches:
        planned = any(name == stretch.id for name, _, _ in items)
        for c in lifted(stretch, asked) if planned and not excluding(stretch, asked) else ():
            found.append(("cleared", cleared_words(stretch, c), rule_of(c), stretch.id))
    for name, _, _ in items:
        stretch = catalog.by_id[name]
        for c, _, words in cues(stretch, asked, policy):
            found.append((rule_of(c), f"{stretch.name}, {stating(c)}: {words}", rule_of(c), name))
    return found


def effects(asked, catalog, policy=None):
    """Return what the conditions do to every stretch of a catalogue, in its order."""
    found = []
    for stretch in catalog.stretches:
        cleared = lifted(stretch, asked)
        kinds = [
            (c, "cleared", cleared_words(stretch, c)) if c in cleared else (c, "excluded", why_out(stretch, c))
            for c in against(stretch, asked)
            if c not in cleared or not excluding(stretch, asked)
        ]
        kinds += [
            (c, "adapted", f"{stretch.name}, {stating(c)}: {words}") for c, _, words in cues(stretch, asked, policy)
        ]
        for c, kind, text in kinds:
            strength, source = BEHIND[c]
            found.append(
                {
                    "condition": c,
                    "stretch_id": stretch.id,
                    "kind": kind,
                    "text": text,
                    "rule_id": rule_of(c),
                    "source": source,
                    "strength": strength,
                }
            )
    return found
