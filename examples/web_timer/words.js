// A step in words. They come from the plan; only the names of kinds and sides are the page's.

/** @import { Plan, Step } from "./plan.d.ts" */

/** @type {Record<Step["kind"], string>} */
const KINDS = {
  get_ready: "Get ready",
  change_position: "Change position",
  settle: "Settle",
  hold: "Hold",
  flow: "Move to and fro",
  repeat: "Repeat",
  change_side: "Change side",
  rest: "Rest",
  get_up: "Get up",
};

/** @type {Record<NonNullable<Step["side"]>, string>} */
const SIDES = { left: "Left", right: "Right", both: "Both sides" };

/** @param {Step} step */
export function kindOf(step) {
  return Object.hasOwn(KINDS, step.kind) ? KINDS[step.kind] : "Go on"; // a later version may have kinds that this page does not know
}

/** @param {Step} step */
export function sideOf(step) {
  return step.side === null ? "" : SIDES[step.side];
}

/**
 * @param {Plan} plan
 * @param {Step} step
 */
export function nameOf(plan, step) {
  return plan.prescriptions.find((one) => one.stretch_id === step.stretch_id)?.name ?? "";
}

/** @param {Step} step */
export function countOf(step) {
  const counts = [];
  if (step.set_number !== null && step.sets !== null) counts.push(`set ${step.set_number} of ${step.sets}`);
  if (step.repetitions !== null) counts.push(step.repetitions === 1 ? "once" : `${step.repetitions} times`);
  return counts.join(", ");
}

/** @param {Step} step */
export function breathOf(step) {
  if (step.breathing === null) return "";
  const { inhale_seconds, exhale_seconds, inhale_cue, exhale_cue } = step.breathing;
  const [inhale, exhale] = [inhale_cue, exhale_cue].map((cue) => (cue ? ` (${cue})` : ""));
  return `Breathe in for ${inhale_seconds}\u00a0s${inhale}, out for ${exhale_seconds}\u00a0s${exhale}.`;
}

/** @param {number} seconds */
export function clockTime(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
