"""Does the library say everything in another language, whole and in time, and does nobody get the wrong one?"""

import asyncio
import copy
import json
import pickle
import re
from concurrent.futures import ThreadPoolExecutor
from gettext import GNUTranslations
from io import BytesIO

import pyarrow as pa
import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

import stretchplan as sp
from stretchplan.base.translation import LANGUAGES, say, speaking, spoken
from stretchplan.batch import BatchPlanner
from stretchplan.render.document.as_text import to_text
from stretchplan.render.guided.step_texts import step_texts
from stretchplan.render.pages.plan import brief_page, plan_page
from stretchplan.results.plan import WORK_KINDS
from stretchplan.testing import planner_contract
from stretchplan.words import guided
from stretchplan.words.speech import in_hold
from tests.support import translation_files

OTHERS = translation_files.OTHERS
PLACEHOLDER = re.compile(r"\{(\w+)\}")
SIDES = {"side", "other_side"}
NOT_CLAIMED = {"de": r"\bheil(t|en|end|ung)\b|behandelt|garantiert|verhindert|nachweislich sicher"}
"""Words that no text of the library may have, by language: it promises nothing."""
PEOPLE = {
    "early": {"minutes": 10, "days_since_injury": 3, "targets": {"lower_back", "hips"}},
    "old": {"minutes": 20, "days_since_injury": None, "on": "2026-03-02"},
    "pain": {"minutes": 10, "days_since_injury": 60, "pain": 4},
    "free": {"minutes": 60, "days_since_injury": 60, "breath": "effort_out", "pace": "slow"},
    "asked": {"minutes": 10, "days_since_injury": 90, "screening": {"chest_pain": "no", "not_improving": "yes"}},
    "beginner": {"minutes": 10, "days_since_injury": None, "on": "2026-03-02", "history": ()},
    **{
        condition.id: {"minutes": 15, "days_since_injury": 20, "profile": {"conditions": [condition.id]}}
        for condition in sp.conditions()
        if condition.id != "recent_spinal_surgery"
    },
}
REFUSED = {
    "too early": {"minutes": 10, "days_since_injury": 2, "targets": {"pelvis", "hips"}},
    "too short": {"minutes": 1, "days_since_injury": 2},
    "too much pain": {"minutes": 10, "days_since_injury": 2, "pain": 7},
    "avoided": {"minutes": 10, "days_since_injury": None, "targets": {"spine"},
                "profile": {"avoid_positions": ["quadruped", "prone", "supine"]}},
    "surgery": {"minutes": 10, "days_since_injury": 90, "profile": {"conditions": ["recent_spinal_surgery"]}},
    "clinician": {"minutes": 10, "days_since_injury": 2, "screening": {"leg_weakness": "yes"}},
}  # fmt: skip


def messages(domain, language):
    with translation_files.path_of(domain, language).open("rb") as file:
        return [message for message in read_po(file, locale=language) if message.id]


def forms(text):
    return (text,) if isinstance(text, str) else tuple(text)


# --- The files of translators


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("domain", translation_files.DOMAINS)
class TestFiles:
    def test_nothing_is_missing_and_nothing_is_left_over(self, domain, language):
        found = messages(domain, language)
        assert {forms(message.id) for message in found} == {
            forms(message.id) for message in translation_files.said(domain) if message.id
        }
        assert [message.id for message in found if not all(forms(message.string))] == []
        assert [message.id for message in found if message.fuzzy] == []

    def test_the_files_are_what_the_tool_writes(self, domain, language):
        path = translation_files.path_of(domain, language)
        assert path.read_bytes() == translation_files.po(domain, language)
        # The header names the version of Babel that compiled it.
        compiled, made = (
            {text: said for text, said in GNUTranslations(file)._catalog.items() if text}
            for file in map(BytesIO, (path.with_suffix(".mo").read_bytes(), translation_files.mo(domain, language)))
        )
        assert compiled == made

    def test_placeholders_are_those_of_the_english_text(self, domain, language):
        """A text with sides may have a word for each side in their place."""
        for message in messages(domain, language):
            wanted = set(PLACEHOLDER.findall(forms(message.id)[-1])) - SIDES
            for form in forms(message.string):
                assert set(PLACEHOLDER.findall(form)) - SIDES in (wanted, wanted - {"count"}), message.id
                sided = any(f"{{{side}}}" in forms(message.id)[-1] for side in SIDES)
                assert bool(re.search(r"\{(side|other_side|[^{}]+\|[^{}]+)\}", form)) == sided, message.id

    def test_numbers_are_those_of_the_english_text(self, domain, language):
        for message in messages(domain, language):
            numbers = sorted(re.findall(r"\b\d+", forms(message.id)[-1]))
            assert sorted(re.findall(r"\b\d+", forms(message.string)[-1])) == numbers, message.id

    def test_no_text_promises_anything(self, domain, language):
        promised = [m.id for m in messages(domain, language) if re.search(NOT_CLAIMED[language], str(m.string), re.I)]
        assert promised == []


# --- Plans


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("catalog", ["seven", "anywhere", "both"])
@pytest.mark.parametrize("person", PEOPLE)
def test_a_plan_in_another_language_passes_the_check_and_says_all_in_time(person, catalog, language):
    plan = sp.plan(**PEOPLE[person], catalog=catalog, language=language)
    assert (plan.language, plan.catalog.language, plan.request.language) == (language,) * 3
    assert sp.check(plan).ok
    assert sp.check(plan.model_dump_json()).ok
    assert too_late(plan) == []


def too_late(plan):
    """Return the steps in which something is left unsaid, because there is no time for it."""
    with speaking(plan.language):
        texts = step_texts(plan)
        late = []
        for words, step in zip(texts, plan.schedule, strict=True):
            said = " ".join(phrase.text for moment in words.say for phrase in moment.phrases)
            due = [] if step.kind in WORK_KINDS else [step.cue, *(phrase.text for phrase in words.also)]
            if step.kind == "rest":
                due.append(say("Set {number} of {sets}.", number=step.set_number, sets=step.sets))
            elif step.kind == "hold":
                due.append(in_hold(step.side))
            late += [(step.kind, step.seconds, text) for text in due if text not in said]
            late += [(step.kind, step.seconds, m) for m in words.say if m.at + m.seconds > step.seconds]
        return late


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("person", ["early", "pain", "osteoporosis", "pregnancy"])
def test_no_text_of_a_plan_stays_english(person, language):
    english, other = (sp.plan(**PEOPLE[person], language=spoken) for spoken in ("en", language))
    said = {one.text for one in english.notices} | {one.why for one in english.prescriptions}
    said |= {step.cue for step in english.schedule} | {one.reason for one in english.left_out}
    shown = {one.text for one in other.notices} | {one.why for one in other.prescriptions}
    shown |= {step.cue for step in other.schedule} | {one.reason for one in other.left_out}
    assert said & shown == set()


@pytest.mark.parametrize("language", OTHERS)
def test_reasons_hold_no_word_of_a_language(language):
    """The same stretches left out for the same typed reasons: they hold ids and numbers."""
    fields = {"minutes": 20, "days_since_injury": 3, "catalog": "both", "targets": {"hips"}}
    english, other = (sp.plan(**fields, language=spoken) for spoken in ("en", language))
    typed = [
        {
            one.stretch_id: one.because.model_dump(
                exclude={"budget_seconds", "least_seconds", "loses", "gives_up", "outcome"}
            )
            for one in (*plan.left_out, *plan.prescriptions)
        }
        for plan in (english, other)
    ]
    same = typed[0].keys() & typed[1].keys()
    kinds = {name for name in same if typed[0][name]["kind"] == typed[1][name]["kind"]}
    assert len(kinds) > len(same) / 2  # words have other lengths, so some stretches may change places
    assert {name: typed[0][name] for name in kinds} == {name: typed[1][name] for name in kinds}


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("case", REFUSED)
def test_a_refusal_is_in_the_language_and_stays_so_when_it_is_pickled(case, language):
    def refused(spoken):
        with pytest.raises(sp.NoPlan) as caught:
            sp.plan(**REFUSED[case], language=spoken)
        return caught.value

    english, other = refused("en"), refused(language)
    assert type(english) is type(other)
    texts = [str(other), *getattr(other, "__notes__", ())]
    assert set(texts).isdisjoint([str(english), *getattr(english, "__notes__", ())])
    for again in (pickle.loads(pickle.dumps(other)), copy.copy(other), copy.deepcopy(other)):  # noqa: S301
        assert (str(again), again.language, again.to_dict()) == (str(other), language, other.to_dict())
    assert other.to_dict()["title"] not in {"", english.to_dict()["title"]}
    assert json.dumps(other.to_dict())


# --- Who decides which language


def test_the_request_decides_then_the_planner_then_the_catalogue():
    fields = {"minutes": 5, "days_since_injury": None, "targets": {"hips"}}
    assert sp.plan(**fields).language == "en"
    assert sp.plan(**fields, language="de").language == "de"
    assert sp.Planner(language="de").plan(**fields).language == "de"
    assert sp.Planner(language="de").plan(**fields, language="en").language == "en"
    assert sp.Planner(sp.builtin_catalog("seven", "de")).plan(**fields).language == "de"
    assert sp.Planner("anywhere", language="de").catalog == sp.builtin_catalog("anywhere", "de")
    assert sp.Planner(language="de").plan(**fields) == sp.plan(**fields, language="de")


def test_a_catalogue_of_ones_own_keeps_its_texts_and_the_library_says_its_own_in_the_language():
    mine = sp.builtin_catalog().model_copy(update={"id": "mine", "title": "Mine"})
    plan = sp.Planner(mine, language="de").plan(minutes=10, days_since_injury=3)
    assert (plan.language, plan.catalog.language) == ("de", "en")
    assert plan.prescriptions[0].name in {stretch.name for stretch in mine.stretches}
    assert plan.notices[0].text.startswith("Allgemeine Information")
    assert sp.check(plan, catalog=mine).ok


@pytest.mark.parametrize("ask", [sp.conditions, sp.screening_questions])
@pytest.mark.parametrize("language", OTHERS)
def test_conditions_and_questions_are_asked_in_the_language(ask, language):
    english, other = ask(), ask(language)
    assert [entry.id for entry in other] == [entry.id for entry in english]
    told = "description" if ask is sp.conditions else "text"
    assert all(getattr(one, told) != getattr(two, told) for one, two in zip(english, other, strict=True))


@pytest.mark.parametrize(
    "ask",
    [
        lambda language: sp.plan(minutes=5, days_since_injury=3, language=language),
        lambda language: sp.Planner(language=language),
        sp.conditions,
        sp.screening_questions,
        lambda language: sp.builtin_catalog("seven", language),
    ],
)
@pytest.mark.parametrize("language", ["xx", "DE", "de-DE", "", 7, ["de"]])
def test_another_language_is_refused_in_one_sentence(ask, language):
    with pytest.raises((sp.InvalidRequest, sp.CatalogError), match=r"language") as caught:
        ask(language)
    assert "de" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_plan_asked_for_without_a_language_fits_any_request():
    plan = sp.plan(minutes=5, days_since_injury=3, language="de")
    assert sp.check(plan, request={"minutes": 5, "days_since_injury": 3, "language": "de"}).ok
    assert sp.check(plan, request={"minutes": 5, "days_since_injury": 3}).ok
    assert not sp.check(plan, request={"minutes": 5, "days_since_injury": 3, "language": "en"}).ok


@pytest.mark.parametrize("held", LANGUAGES)
def test_a_built_in_catalogue_checks_plans_of_each_language(held):
    """Whoever plans for others holds one catalogue, the planner's."""
    mine = sp.builtin_catalog("seven", held)
    planner = sp.Planner(mine)
    for language in LANGUAGES:
        request = sp.PlanRequest(minutes=5, days_since_injury=3, language=language)
        assert sp.check(planner.plan(request), catalog=mine).ok
        assert sp.check_programme(planner.programme(request, "2026-03-02", days=2), catalog=mine).ok
    other = sp.builtin_catalog("both", held)
    assert not sp.check(planner.plan(minutes=5, days_since_injury=3), catalog=other).ok


TestContractInEachLanguage = planner_contract(sp.Planner(explain=False).plan, languages=LANGUAGES, max_examples=10)


def test_a_kept_plan_keeps_its_language():
    planner = sp.Planner()
    plan = planner.plan(minutes=10, days_since_injury=20, language="de")
    assert planner.revise(plan, minutes=7, language="de").plan.language == "de"
    with pytest.raises(sp.InvalidRequest, match="'de'; plan again in 'en'"):
        planner.revise(plan, language="en")
    made = planner.programme(sp.PlanRequest(minutes=5, days_since_injury=20, language="de"), "2026-03-02", days=2)
    with pytest.raises(sp.InvalidRequest, match="'de'; plan again in 'en'"):
        planner.replan(made, "2026-03-03", [sp.record_of(made.plans[0])], language="en")


def test_the_same_reason_in_another_language_is_no_other_reason():
    english, other = (sp.plan(minutes=10, days_since_injury=20, language=language) for language in ("en", "de"))
    told = sp.diff(english, other).to_text(width=200)
    assert "Katze-Kuh heißt so statt Cat-Cow Pose." in told
    assert "aus einem anderen Grund" not in told
    assert "Grund anderer Art" not in told


@pytest.mark.parametrize("page", [plan_page, brief_page])
def test_a_page_is_in_the_language_of_its_plan_wherever_it_is_read(page):
    """The first session gets down to the floor, so the page asks for a chair; it finds that by what the plan says."""
    plan = sp.plan(minutes=5, days_since_injury=3, language="de")
    text = to_text(page(plan), 200)
    assert "Gut zur Hand: ein Kissen, eine Matte und ein stabiler Stuhl" in text
    assert "Atemzüge" in text
    blocks = page(plan)
    next(blocks)
    assert spoken() == "en"


def test_the_buttons_of_the_player_have_different_words():
    with speaking("de"):
        labels, in_script = guided.labels(), guided.script_labels()
    assert len({labels["back"], labels["skip"], in_script["pause"], in_script["goOn"]}) == 4


# --- Several at once


def test_threads_that_plan_in_two_languages_do_not_mix_them():
    planner = sp.Planner()
    asked = [{"minutes": 5 + n % 4, "days_since_injury": n % 30, "language": LANGUAGES[n % 2]} for n in range(40)]
    with ThreadPoolExecutor(8) as pool:
        plans = list(pool.map(lambda fields: planner.plan(**fields), asked))
    for fields, plan in zip(asked, plans, strict=True):
        assert plan.language == fields["language"]
        assert plan == sp.Planner().plan(**fields)


def test_tasks_that_plan_in_two_languages_do_not_mix_them():
    async def one(language):
        with speaking(language):
            await asyncio.sleep(0)
            return spoken(), say("and")

    async def all_of_them():
        return await asyncio.gather(*(one(language) for language in LANGUAGES * 3))

    assert asyncio.run(all_of_them()) == [("en", "and"), ("de", "und")] * 3
    assert spoken() == "en"


def test_days_of_a_programme_are_made_in_their_language_and_leave_the_callers_alone():
    request = sp.PlanRequest(minutes=5, days_since_injury=5, language="de")
    days = sp.Planner().programme_days(request, "2026-03-02", days=4)
    first = next(days)
    assert spoken() == "en"
    assert first.plan is not None
    assert first.plan.language == "de"
    made = sp.Planner().programme(request, "2026-03-02", days=4)
    assert made.days[1:] == tuple(days)
    assert made.language == "de"
    assert sp.check_programme(made).ok
    assert sp.check_programme(made.model_dump_json()).ok


@given(st.sampled_from(LANGUAGES), st.sampled_from(LANGUAGES))
def test_the_language_before_comes_back(one, other):
    with speaking(one):
        with speaking(other):
            assert spoken() == other
        assert spoken() == one
    assert spoken() == "en"


# --- Batches


@pytest.mark.parametrize("planner", [None, "de"])
def test_each_row_of_a_batch_is_answered_in_its_language(planner):
    rows = [
        {"minutes": 5, "days_since_injury": day, "language": language, "pain": pain}
        for day in (1, 9)
        for pain in (2, 7)
        for language in (None, *LANGUAGES, None)
    ]
    batch = pa.RecordBatch.from_pylist(rows)
    answers = BatchPlanner(language=planner)(batch).to_pylist()
    for row, answer in zip(rows, answers, strict=True):
        request = sp.PlanRequest(**row)
        [due] = sp.Planner(language=planner).plan_many([request])
        if isinstance(due, sp.Plan):
            assert [one["text"] for one in answer["notices"]] == [one.text for one in due.notices]
            assert [one["cue"] for one in answer["schedule"]] == [one.cue for one in due.schedule]
            assert answer["request"]["language"] == due.request.language
        else:
            assert answer["error_detail"] == str(due)
