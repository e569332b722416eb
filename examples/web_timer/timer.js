// The page: opens a plan, shows its steps, and runs them. All text is set by textContent, so it stays text.

/** @import { Plan } from "./plan.d.ts" */

import { Unreadable, readPlan } from "./reading.js";
import { Session } from "./session.js";
import { forget, layOut, marksOf, wake } from "./sound.js";
import { hold, release } from "./wake.js";
import { breathOf, clockTime, countOf, kindOf, nameOf, sideOf } from "./words.js";

/** @type {{ plan: Plan, session: Session, marks: ReturnType<typeof marksOf> } | null} */
let open = null;
let drawing = 0;
let shown = -1;

/** @param {string} id */
function element(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/**
 * @param {string} id
 * @param {string} text
 */
function write(id, text) {
  if (element(id).textContent !== text) element(id).textContent = text;
}

/** @param {string} text */
function show(text) {
  const plan = readPlan(text);
  open = { plan, session: new Session(plan.schedule, () => performance.now()), marks: marksOf(plan.schedule) };
  forget(); // the sounds of a plan that was open
  shown = -1;
  write("total", `${clockTime(plan.total_seconds)}, ${plan.prescriptions.length} stretches`);
  element("notices").replaceChildren(...plan.notices.filter((notice) => notice.kind !== "search").map((notice) => item(notice.text)));
  element("steps").replaceChildren(
    ...plan.schedule.map((step) => {
      const what = [kindOf(step), sideOf(step), nameOf(plan, step)].filter(Boolean).join(" · ");
      return item(clockTime(step.start_seconds), what, `${step.seconds} s`);
    }),
  );
  element("session").hidden = false;
  draw();
}

/** @param {...string} texts */
function item(...texts) {
  const entry = document.createElement("li");
  entry.append(
    ...texts.map((text) => {
      const part = document.createElement("span");
      part.textContent = text;
      return part;
    }),
  );
  return entry;
}

function draw() {
  clearTimeout(drawing);
  if (open === null) return;
  const { plan, session, marks } = open;
  const step = plan.schedule[session.index];
  const next = plan.schedule[session.index + 1];
  document.body.dataset.state = session.over ? "over" : session.running ? "running" : session.passed > 0 ? "paused" : "ready";
  document.body.dataset.side = session.over ? "" : (step.side ?? "");
  write("run", session.running ? "Pause" : session.over ? "Again" : session.passed > 0 ? "Go on" : "Start");
  write("left", session.over ? "0" : String(session.left));
  write("passed", clockTime(Math.floor(session.passed / 1000)));
  /** @type {HTMLProgressElement} */ (element("progress")).value = session.passed / session.total;
  if (shown !== session.index || session.over) {
    shown = session.index;
    write("kind", session.over ? "Done" : kindOf(step));
    write("side", session.over ? "" : sideOf(step));
    write("name", session.over ? "" : nameOf(plan, step));
    write("count", session.over ? "" : countOf(step));
    write("cue", session.over ? "That was all of it." : step.cue);
    write("breath", session.over ? "" : breathOf(step));
    write("next", next ? `Next: ${[kindOf(next), sideOf(next), nameOf(plan, next)].filter(Boolean).join(" · ")}` : "");
    [...element("steps").children].forEach((entry, i) => {
      if (i === shown && !session.over) entry.setAttribute("aria-current", "step");
      else entry.removeAttribute("aria-current");
    });
    keepInView();
  }
  if (!session.running) {
    release();
    return;
  }
  hold();
  if (sounds().checked) layOut(marks, session.passed);
  drawing = setTimeout(draw, session.untilNext);
}

function sounds() {
  return /** @type {HTMLInputElement} */ (element("sounds"));
}

/** After a call or a locked screen a browser may leave the sound stopped, until a press or until the page is shown. */
function soundAgain() {
  if (open?.session.running && document.visibilityState === "visible") wake();
}

/** Move the list to the step, and not the page. */
function keepInView() {
  const list = element("steps");
  const entry = /** @type {HTMLElement | undefined} */ (list.children[shown]);
  if (entry) list.scrollTop = entry.offsetTop - list.clientHeight / 3;
}

/**
 * @param {Promise<string>} text
 */
async function load(text) {
  try {
    show(await text);
    write("trouble", "");
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    write("trouble", error.message); // a plan that is open stays open
  }
}

/** @param {File | undefined} file */
function loadFile(file) {
  if (file) load(file.text().catch(() => Promise.reject(new Unreadable("The file cannot be read."))));
}

/** @param {string} address @returns {URL | null} */
function addressOf(address) {
  try {
    return new URL(address, location.href); // URL.parse, which needs no catch, came to browsers in 2024
  } catch {
    return null;
  }
}

/** @param {string} address */
async function fetched(address) {
  const url = addressOf(address);
  if (url === null || url.origin !== location.origin || !["http:", "https:"].includes(url.protocol)) {
    throw new Unreadable("?plan= takes an address on this page's own site.");
  }
  const response = await fetch(url, { redirect: "error" }).catch(() => null);
  if (!response?.ok) throw new Unreadable("There is no plan at the address that ?plan= gives.");
  return response.text();
}

/** The session was started, stopped or moved: sounds laid out for the moment before are wrong. */
function moved() {
  if (open?.session.over === false) forget(); // the last tone may still sound
  soundAgain();
  draw();
}

element("file").addEventListener("change", (event) => {
  const input = /** @type {HTMLInputElement} */ (event.target);
  loadFile(input.files?.[0]);
  input.value = ""; // so that the same file can be chosen again
});
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  event.preventDefault();
  loadFile(event.dataTransfer?.files[0]);
});
element("run").addEventListener("click", () => {
  if (open?.session.running) open.session.pause();
  else open?.session.run();
  moved();
  element("now").scrollIntoView({ block: "nearest" });
});
element("skip").addEventListener("click", () => {
  open?.session.skip();
  moved();
});
element("back").addEventListener("click", () => {
  open?.session.back();
  moved();
});
sounds().addEventListener("change", moved);
for (const pressed of ["click", "keydown"]) document.addEventListener(pressed, soundAgain);
document.addEventListener("visibilitychange", () => {
  soundAgain();
  draw();
});

const wanted = new URLSearchParams(location.search).get("plan");
if (wanted !== null) load(fetched(wanted));
