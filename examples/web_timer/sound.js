// A tone when a step begins and a beep for each of the last three seconds of the one before, laid out ahead on the sound
// card's clock: in a background tab, timers run once a minute and would be late.

/** @import { Step } from "./plan.d.ts" */

const AHEAD = 75_000; // milliseconds

/** One sound: when, in milliseconds from the session's start, and what. @typedef {{ at: number, pitch: number, seconds: number }} Mark */

/**
 * @param {readonly Step[]} steps
 * @returns {Mark[]}
 */
export function marksOf(steps) {
  return steps.flatMap(({ start_seconds, seconds }) => {
    const end = start_seconds + seconds;
    const beeps = seconds < 5 ? [] : [3, 2, 1].map((left) => ({ at: (end - left) * 1000, pitch: 587, seconds: 0.1 }));
    return [{ at: start_seconds * 1000, pitch: 880, seconds: 0.3 }, ...beeps];
  });
}

/** @type {AudioContext | null} */
let card = null;
/** @type {Set<OscillatorNode>} */
const laidOut = new Set();
let until = 0; // milliseconds of the session whose sounds are laid out

/** A browser lets a page sound only after a press, and stops the sound for a call: each press calls this. */
export function wake() {
  if (typeof AudioContext !== "function") return;
  if (card === null || card.state === "closed") {
    card = new AudioContext();
    card.onstatechange = forget; // the card's clock stood still, so what was laid out would be late
  }
  if (card.state !== "running") card.resume().catch(() => {});
}

/**
 * Lay out the sounds that are due soon.
 * @param {readonly Mark[]} marks
 * @param {number} passed milliseconds of the session
 */
export function layOut(marks, passed) {
  if (card === null || card.state !== "running") return;
  const from = Math.max(until, passed);
  until = Math.max(until, passed + AHEAD);
  for (const mark of marks) {
    if (mark.at >= from && mark.at < until) play(card, mark, card.currentTime + (mark.at - passed) / 1000);
  }
}

/** Drop the sounds laid out: the session is paused or was moved. */
export function forget() {
  for (const source of laidOut) source.stop();
  laidOut.clear();
  until = 0;
}

/**
 * @param {AudioContext} card
 * @param {Mark} mark
 * @param {number} when seconds on the card's clock
 */
function play(card, { pitch, seconds }, when) {
  const source = card.createOscillator();
  const loudness = card.createGain();
  source.frequency.value = pitch;
  loudness.gain.setValueAtTime(0, when);
  loudness.gain.linearRampToValueAtTime(0.2, when + 0.01);
  loudness.gain.exponentialRampToValueAtTime(0.001, when + seconds);
  source.connect(loudness).connect(card.destination);
  source.start(when);
  source.stop(when + seconds);
  laidOut.add(source);
  source.onended = () => laidOut.delete(source);
}
