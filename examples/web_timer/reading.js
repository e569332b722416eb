// Reads a plan from a text of any source. The types are the schema's; the facts that this page relies on beyond them are
// checked here, so that the other scripts can trust a plan.

/** @import { Plan } from "./plan.d.ts" */

const MAX_CHARACTERS = 4 * 1024 * 1024;
const MAX_STEPS = 5000;
const SIDES = ["left", "right", "both", null];

/** What is wrong with a text, in one sentence to show. */
export class Unreadable extends Error {}

/**
 * @param {string} text
 * @returns {Plan}
 */
export function readPlan(text) {
  if (text.length > MAX_CHARACTERS) throw new Unreadable("This is too long to be a plan.");
  const plan = parsed(text);
  if (!isTable(plan) || typeof plan.schema_version !== "string" || !Array.isArray(plan.schedule)) {
    throw new Unreadable("This is JSON, and no plan: it has no schema_version and schedule.");
  }
  if (!/^[12]\.[0-9]+$/.test(plan.schema_version)) {
    throw new Unreadable(`This plan has schema version ${short(plan.schema_version)}; this page reads versions 1 and 2.`);
  }
  checkSchedule(plan.schedule, plan.total_seconds);
  checkTexts(plan, "prescriptions", ["stretch_id", "name"]);
  checkTexts(plan, "notices", ["text"]);
  return /** @type {any} */ (plan);
}

/** @param {string} text @returns {unknown} */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Unreadable("This is no JSON. A plan is saved with “stretchplan plan --format json”, for one.");
  }
}

/**
 * @param {unknown[]} schedule
 * @param {unknown} total
 */
function checkSchedule(schedule, total) {
  if (schedule.length === 0) throw new Unreadable("The plan's schedule is empty.");
  if (schedule.length > MAX_STEPS) throw new Unreadable(`The plan has more than ${MAX_STEPS} steps.`);
  let end = 0;
  schedule.forEach((step, i) => {
    const here = `schedule[${i}]`;
    if (!isTable(step)) throw new Unreadable(`${here} is no step.`);
    if (step.start_seconds !== end) throw wrong(`${here}.start_seconds`, step.start_seconds, `${end}, where the step before ends`);
    if (!isCount(step.seconds)) throw wrong(`${here}.seconds`, step.seconds, "a whole number from 1");
    if (typeof step.kind !== "string") throw wrong(`${here}.kind`, step.kind, "text");
    if (typeof step.cue !== "string") throw wrong(`${here}.cue`, step.cue, "text");
    if (!SIDES.includes(/** @type {any} */ (step.side))) throw wrong(`${here}.side`, step.side, "left, right, both or null");
    for (const field of ["set_number", "sets", "repetitions"]) {
      if (step[field] !== null && !isCount(step[field])) throw wrong(`${here}.${field}`, step[field], "a whole number from 1, or null");
    }
    checkBreathing(step.breathing, `${here}.breathing`);
    end += step.seconds;
  });
  if (total !== end) throw wrong("total_seconds", total, `${end}, the sum of the schedule`);
}

/**
 * @param {unknown} breathing
 * @param {string} here
 */
function checkBreathing(breathing, here) {
  if (breathing === null) return;
  if (!isTable(breathing)) throw wrong(here, breathing, "a table, or null");
  for (const field of ["inhale_seconds", "exhale_seconds", "cycles"]) {
    if (!isCount(breathing[field])) throw wrong(`${here}.${field}`, breathing[field], "a whole number from 1");
  }
}

/**
 * @param {Record<string, unknown>} plan
 * @param {string} name
 * @param {string[]} fields
 */
function checkTexts(plan, name, fields) {
  const list = plan[name];
  if (!Array.isArray(list)) throw wrong(name, list, "a list");
  list.forEach((entry, i) => {
    for (const field of fields) {
      if (!isTable(entry) || typeof entry[field] !== "string") throw new Unreadable(`${name}[${i}] has no ${field}.`);
    }
  });
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
function isTable(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @param {unknown} value @returns {value is number} */
function isCount(value) {
  return Number.isSafeInteger(value) && /** @type {number} */ (value) >= 1;
}

/**
 * @param {string} where
 * @param {unknown} value
 * @param {string} allowed
 */
function wrong(where, value, allowed) {
  const found = value === undefined ? "is missing" : `is ${short(JSON.stringify(value))}`;
  return new Unreadable(`${where} ${found}; it must be ${allowed}.`);
}

/** @param {string} text */
function short(text) {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
