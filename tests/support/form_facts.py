"""In which form is a stretch done? Worked out from docs/catalogue.md, without the library's planning or safety."""

DAYS = {
    "piriformis-light": ("piriformis_light_until_day", 7),
    "twist-small": ("twist_small_until_day", 42),
    "early-form": ("early_until_day", 7),
    "repair-form": ("repair_until_day", 42),
}


def rules(asked, policy=None):
    """Return the rules that apply to a request in its JSON form and that a form may name."""
    policy, day, pain = policy or {}, asked["days_since_injury"], asked["pain"]
    found = {condition.replace("_", "-") for condition in asked["profile"].get("conditions", ())}
    if (asked["screening"] or {}).get("pregnancy") == "yes":
        found.add("pregnancy")
    if day is not None:
        found |= {rule for rule, (field, until) in DAYS.items() if day < policy.get(field, until)}
    if pain is not None and pain >= policy.get("pain_lowest_doses_from", 4):
        found.add("pain-form")
    return found


def form_of(stretch, asked, policy=None):
    """Return the first form of which a rule applies, and one of its further rules if it has any; or None."""
    applying = rules(asked, policy)
    for form in stretch.forms:
        if applying & {*form.rules} and (not form.also or applying & {*form.also}):
            return form
    return None


def names(form):
    """Return the rules that a form names."""
    return {*form.rules, *form.also} if form else set()


def text(stretch, form, name):
    """Return a text of a stretch in a form."""
    return getattr(form, name, None) or getattr(stretch, name)


def on(side, words):
    """Return a text for a side."""
    other = {"left": "right", "right": "left"}.get(side)
    return words.replace("{side}", side).replace("{other_side}", other) if words and other else words


def breath(stretch, form, asked):
    """Return the cues of the inhale and of the exhale, and the half that comes first."""
    if asked.get("breath") == "effort_out" and (out := text_of_effort(stretch, form)):
        return out.inhale_cue, out.exhale_cue, "exhale"
    given = [getattr(form, name, None) or getattr(stretch.breath, name) for name in ("inhale_cue", "exhale_cue")]
    return *given, stretch.breath.begins_with


def text_of_effort(stretch, form):
    """Return the cues with the effort on the out-breath, or None."""
    return getattr(form, "effort_out", None) or stretch.breath.effort_out
