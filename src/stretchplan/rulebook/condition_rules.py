"""The rules about conditions that a person states (:mod:`stretchplan.inputs.conditions`).

They refer to the loads and positions that a catalogue states for each stretch, so they apply to every catalogue. The
built-in stretches that a bound names are examples.
"""

from __future__ import annotations

from typing import Final

from stretchplan.rulebook.rule import Rule

__all__ = ["CONDITION_RULES"]

_SUBJECT_TO_CLEARANCE: Final = (
    "A clinician's clearance of a single stretch, stated by the caller, lifts its exclusion. Which form a stretch "
    "has is this library's cautious reading of leaflets."
)

CONDITION_RULES: Final[tuple[Rule, ...]] = (
    Rule(
        id="osteoporosis",
        family="person",
        sentence="With osteoporosis the back is not rounded to its end; turns and arches stay small; nobody balances.",
        bound=(
            "no end-range flexion (knee to chest, child's pose), no standing on one leg without holding on (standing "
            "knee hug); the twist and cat-cow small, cobra low on the elbows, "
            "the piriformis stretch light, each shown as a form or a cue, and as a notice"
        ),
        source=(
            "Sinaki & Mikkelsen 1984 (PMID 6487063): new fractures in 89 % of the flexion group and 16 % of the "
            "extension group, n = 59; UK consensus, Brooke-Wavell et al. 2022, doi:10.1136/bjsports-2021-104634; Too "
            "Fit to Fracture, Giangregorio et al. 2014 and 2015"
        ),
        strength="consensus",
        note=(
            "The one study is small and old, so the strength of the weaker source is given. That nobody balances, as "
            "a fall may break a bone, is practice. "
            f"The catalogue states how far each stretch goes. {_SUBJECT_TO_CLEARANCE}"
        ),
    ),
    Rule(
        id="spinal-stenosis",
        family="person",
        sentence="With spinal stenosis the back is not arched to its end, and turns stay small.",
        bound="no end-range extension (cobra); the twist as knee rolls, cat-cow mainly rounded, each shown as a form",
        source="common practice; 82 % of surveyed UK physiotherapists used flexion, and trial evidence is lacking",
        strength="practice",
        note=_SUBJECT_TO_CLEARANCE,
    ),
    Rule(
        id="spondylolisthesis",
        family="person",
        sentence="With spondylolisthesis the back is not arched to its end, and turns stay small.",
        bound="no end-range extension (cobra); the twist as knee rolls, cat-cow mainly rounded, each shown as a form",
        source="common practice, as for spinal stenosis; trial evidence is lacking",
        strength="practice",
        note=_SUBJECT_TO_CLEARANCE,
    ),
    Rule(
        id="hip-replacement",
        family="person",
        sentence="With a hip replacement no hip is bent deep, turned or drawn across until a clinician clears it.",
        bound=(
            "no deep hip flexion, adduction or rotation (knee to chest, twist, piriformis stretch, child's pose); "
            "cat-cow small, cobra on the elbows and the bridge low, each shown as a form; a notice to ask the surgeon "
            "or physiotherapist first, to stay off the floor in the first weeks and to sit high"
        ),
        source="common precautions after hip replacement",
        strength="practice",
        note=_SUBJECT_TO_CLEARANCE,
    ),
    Rule(
        id="knee-pain",
        family="person",
        sentence="With knee pain no knee is bent fully under weight.",
        bound=(
            "no deep knee flexion under weight (child's pose); the bridge with the heels further away and cat-cow with "
            "the knees on a blanket, each as a form; a notice that kneeling can be left out"
        ),
        source="common practice",
        strength="practice",
        note=_SUBJECT_TO_CLEARANCE,
    ),
    Rule(
        id="wrist-pain",
        family="person",
        sentence="With wrist pain nothing is pushed up from the hands; weight rests on fists or forearms.",
        bound="no pushing up from bent-back wrists (cobra); cat-cow on fists or forearms, shown as a form or a cue",
        source="common practice",
        strength="practice",
        note=_SUBJECT_TO_CLEARANCE,
    ),
    Rule(
        id="pregnancy",
        family="person",
        sentence=(
            "In pregnancy nothing is done face down; after the first trimester nothing on the back, and nobody "
            "balances."
        ),
        bound=(
            "no prone stretch (cobra); no supine one (knee to chest, twist, piriformis stretch, bridge) unless the "
            "first trimester is stated, and no standing on one leg without holding on (standing knee hug); child's "
            "pose half way with the knees wide and cat-cow with the back only to level, each as a form; a notice to "
            "ask the midwife or doctor"
        ),
        source=(
            "common guideline advice, contested: Polis 2015, doi:10.1097/AOG.0000000000001137 found some poses well "
            "tolerated"
        ),
        strength="guideline",
        note=(
            "An unstated trimester counts as after the first, and a yes to the screening question about pregnancy "
            "states the condition; both are this library's. That nobody balances on one leg is practice. "
            f"{_SUBJECT_TO_CLEARANCE}"
        ),
    ),
    Rule(
        id="recent-spinal-surgery",
        family="person",
        sentence="After recent spinal surgery only what a clinician has cleared is planned, gently and little of it.",
        bound=(
            "no stretch, unless it is cleared for this condition; what is cleared in its gentlest form, where the "
            "catalogue has one, and at the lowest dose; a notice to do only what the surgical team cleared"
        ),
        source="common practice",
        strength="practice",
        note="That a cleared stretch has its gentlest form and the lowest dose is this library's decision.",
    ),
    Rule(
        id="disc-leg-pain",
        family="person",
        sentence="With back pain that runs down a leg, rounding the back to its end is done with care.",
        bound=(
            "end-range flexion (knee to chest, child's pose) at the lowest dose, with a form or a cue, and a notice; "
            "other stretches in a gentle form, where the catalogue has one; a notice to stop and see a clinician when "
            "leg pain spreads further down"
        ),
        source="common practice: pain that withdraws toward the spine is acceptable, pain that spreads down is not",
        strength="practice",
        note=(
            "That care means the lowest dose is this library's decision. It also applies to a cleared stretch whose "
            "loads the catalogue does not state."
        ),
    ),
)
