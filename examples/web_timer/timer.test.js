// Does the timer keep to its clock, and does it say what is wrong with a plan? Run by `npm test`.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Unreadable, readPlan } from "./reading.js";
import { Session } from "./session.js";
import { breathOf, clockTime, countOf, kindOf, nameOf, sideOf } from "./words.js";

const TEXT = readFileSync(new URL("../../tests/golden/plan.json", import.meta.url), "utf8");
const PLAN = readPlan(TEXT);

/** A session and a clock that stands until it is moved. */
function begun() {
  const clock = { now: 5000 };
  return { clock, session: new Session(PLAN.schedule, () => clock.now) };
}

test("every second of the plan is in the step that the plan says", () => {
  const { clock, session } = begun();
  session.run();
  for (const [i, step] of PLAN.schedule.entries()) {
    for (let second = 0; second < step.seconds; second += 1) {
      clock.now = 5000 + (step.start_seconds + second) * 1000;
      assert.deepEqual([session.index, session.left], [i, step.seconds - second]);
      clock.now += 999;
      assert.deepEqual([session.index, session.left], [i, step.seconds - second]);
    }
  }
  clock.now += 1;
  assert.deepEqual([session.over, session.running, session.passed], [true, false, PLAN.total_seconds * 1000]);
});

test("a pause stops time and a late look does not lose any", () => {
  const { clock, session } = begun();
  session.run();
  clock.now += 4200;
  session.pause();
  clock.now += 3_600_000;
  assert.equal(session.passed, 4200);
  session.run();
  clock.now += 20_000;
  assert.equal(session.passed, 24_200);
  assert.equal(session.untilNext, 800);
});

test("skip goes to the next step and past the last one to the end", () => {
  const { session } = begun();
  for (let i = 0; i < PLAN.schedule.length; i += 1) {
    assert.equal(session.passed, PLAN.schedule[i].start_seconds * 1000);
    session.skip();
  }
  assert.equal(session.over, true);
  session.skip();
  assert.equal(session.over, true);
  session.run();
  assert.deepEqual([session.over, session.passed], [false, 0]);
});

test("back goes to the beginning of the step, and soon after it to the step before", () => {
  const { clock, session } = begun();
  session.run();
  session.skip();
  clock.now += 3000;
  session.back();
  assert.deepEqual([session.index, session.passed], [1, PLAN.schedule[1].start_seconds * 1000]);
  clock.now += 1000;
  session.back();
  session.back();
  assert.deepEqual([session.index, session.passed], [0, 0]);
  clock.now += PLAN.total_seconds * 1000;
  session.back();
  assert.deepEqual([session.index, session.running], [PLAN.schedule.length - 1, true]);
});

test("the words are the plan's", () => {
  const [ready] = PLAN.schedule;
  const hold = PLAN.schedule.find((step) => step.kind === "hold" && step.side === "left" && step.sets === 2);
  const flow = PLAN.schedule.find((step) => step.kind === "flow");
  assert.ok(hold !== undefined && flow !== undefined);
  assert.deepEqual([kindOf(ready), sideOf(ready), countOf(ready), breathOf(ready)], ["Get ready", "", "", ""]);
  assert.deepEqual([kindOf(hold), sideOf(hold), countOf(hold)], ["Hold", "Left", "set 1 of 2"]);
  assert.deepEqual([kindOf(flow), sideOf(flow), countOf(flow)], ["Move to and fro", "Both sides", "set 1 of 2, 5 times"]);
  assert.equal(nameOf(PLAN, flow), PLAN.prescriptions[0].name);
  assert.match(breathOf(hold), /^Breathe in for \d+\u00a0s.*, out for \d+\u00a0s.*\.$/);
  assert.equal(kindOf({ ...hold, kind: /** @type {any} */ ("constructor") }), "Go on");
  assert.deepEqual([clockTime(0), clockTime(61), clockTime(6000)], ["0:00", "1:01", "100:00"]);
});

/** @type {[string, (plan: any) => unknown, RegExp][]} */
const WRONG = [
  ["no table", () => [], /no plan/],
  ["no schedule", (plan) => delete plan.schedule, /no schema_version and schedule/],
  ["another major version", (plan) => (plan.schema_version = "3.0"), /version 3\.0; this page reads versions 1 and 2/],
  ["no step", (plan) => (plan.schedule = []), /is empty/],
  ["too many steps", (plan) => (plan.schedule = Array(5001).fill(plan.schedule[0])), /more than 5000 steps/],
  ["a step that is none", (plan) => (plan.schedule[2] = null), /^schedule\[2\] is no step\.$/],
  ["a gap", (plan) => (plan.schedule[2].start_seconds += 1), /^schedule\[2\]\.start_seconds is \d+; it must be \d+, where/],
  ["a step of no length", (plan) => (plan.schedule[0].seconds = 0), /^schedule\[0\]\.seconds is 0; it must be a whole/],
  ["half a second", (plan) => (plan.schedule[0].seconds = 11.5), /is 11\.5/],
  ["a length in words", (plan) => (plan.schedule[0].seconds = "12"), /is "12"/],
  ["another side", (plan) => (plan.schedule[1].side = "up"), /side is "up"; it must be left, right, both or null/],
  ["no side at all", (plan) => delete plan.schedule[1].side, /side is missing/],
  ["no cue", (plan) => (plan.schedule[1].cue = 7), /cue is 7; it must be text/],
  ["no kind", (plan) => (plan.schedule[1].kind = {}), /kind is \{\}/],
  ["a set that is no number", (plan) => (plan.schedule[1].sets = "two"), /sets is "two"/],
  ["breath that is none", (plan) => (plan.schedule[1].breathing = 4), /breathing is 4/],
  ["breath of no length", (plan) => (plan.schedule[1].breathing.cycles = -1), /breathing\.cycles is -1/],
  ["another sum", (plan) => (plan.total_seconds += 1), /the sum of the schedule/],
  ["a stretch without a name", (plan) => delete plan.prescriptions[0].name, /^prescriptions\[0\] has no name\.$/],
  ["no notices", (plan) => (plan.notices = null), /^notices is null; it must be a list\.$/],
];
for (const [name, change, said] of WRONG) {
  test(`a plan with ${name} is refused in one sentence`, () => {
    const plan = JSON.parse(TEXT);
    const changed = change(plan);
    const text = JSON.stringify(Array.isArray(changed) && name === "no table" ? changed : plan);
    assert.throws(() => readPlan(text), (error) => error instanceof Unreadable && said.test(error.message));
  });
}

test("what is no JSON, or endless, is refused", () => {
  assert.throws(() => readPlan("plan"), /no JSON/);
  assert.throws(() => readPlan(" ".repeat(4 * 1024 * 1024 + 1)), /too long/);
});

test("fields that this page does not know are passed over", () => {
  for (const version of ["1.99", "2.99"]) {
    const later = readPlan(JSON.stringify({ ...JSON.parse(TEXT), schema_version: version, more: {} }));
    assert.deepEqual(later, { ...PLAN, schema_version: version, more: {} });
  }
});
