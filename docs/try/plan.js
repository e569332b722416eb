// The form of the page: it shows how far loading is, asks the worker for plans, and shows the plan or why there is none.
// A classic script, because browsers start no module from a file, and this one says so.
"use strict";

const byId = (id) => document.getElementById(id);
const FIELDS = ["minutes", "days_since_injury", "pain"];
const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

let worker = null;
const waiting = new Map(); // what is asked and not yet answered, by number
let number = 0;
let addresses = []; // of the files that are offered

function say(text, where = "status") {
  byId(where).textContent = text;
}

function element(tag, attributes = {}, ...inside) {
  const one = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, value);
  one.append(...inside);
  return one;
}

// --- Loading ---------------------------------------------------------------------------------------------------------

function start() {
  byId("try-again").hidden = true;
  byId("failed").replaceChildren();
  if (location.protocol === "file:")
    return fail("This page was opened as a file, and browsers load no Python into a file. Serve its folder, for example with python3 -m http.server, and open the address that it prints.");
  if (!("WebAssembly" in window && "Worker" in window))
    return fail("This browser has no WebAssembly or no workers, and the page needs both. A current browser has them.");
  say("Loading Python and the library …");
  say("", "amount");
  byId("progress").removeAttribute("value");
  byId("loading").hidden = false;
  // From a blob, because such a worker keeps the policy of this page: it can reach nothing but the folder's server.
  const code = `import ${JSON.stringify(new URL("worker.mjs", location.href).href)};`;
  const address = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  worker = new Worker(address, { type: "module" });
  worker.onmessage = ({ data }) => take(data);
  worker.onerror = () => fail("worker.mjs could not be loaded, or this browser could not start it.", true);
}

function take(message) {
  if ("loaded" in message) return loaded(message);
  if (message.starting) return say("Starting Python …");
  if (message.ready) return ready(message.ready);
  if (message.failed) return failed(message.failed);
  const { resolve, reject } = waiting.get(message.id);
  waiting.delete(message.id);
  if ("broken" in message) reject(new Error(message.broken));
  else resolve(message);
}

function loaded({ loaded, total }) {
  if (!total) return;
  byId("progress").max = total;
  byId("progress").value = loaded;
  say(`${megabytes(loaded)} of ${megabytes(total)} MB`, "amount"); // not a live region, which would be read at each step
}

function failed({ part, bytes, reason }) {
  const name = part + (bytes ? ` (${megabytes(bytes)} MB)` : "");
  if (!part) fail(`Python could not start: ${reason}`, true);
  else if (reason === "empty")
    fail("This copy of the site was built without Python for the browser, so nothing can be planned here. “just site” in the repository builds it with Python, and “just docs” without.");
  else if (/^[0-9]+$/.test(reason)) fail(`The part ${name} could not be loaded: the server answered ${reason}.`, true);
  else if (reason === "broken off") fail(`The part ${name} was not loaded to its end: the connection broke off.`, true);
  else fail(`The part ${name} could not be loaded: the server was not reached. Is this device online?`, true);
}

function fail(text, again = false) {
  worker?.terminate();
  waiting.clear();
  for (const id of ["loading", "ask", "answer"]) byId(id).hidden = true;
  say("A part of this page is missing.");
  byId("failed").replaceChildren(element("p", {}, text));
  byId("try-again").hidden = !again;
}

// --- The form --------------------------------------------------------------------------------------------------------

function ready({ areas, conditions, questions }) {
  byId("loading").hidden = true;
  say("Ready. From here on, nothing more is loaded.");
  offer("conditions", conditions);
  byId("catalog").onchange = () => offer("targets", areas[byId("catalog").value]);
  byId("catalog").onchange();
  byId("questions").replaceChildren(...questions.map(([id, text]) => question(id, text)));
  count();
  byId("ask").hidden = false;
}

// Boxes for areas or conditions; what was ticked stays ticked.
function offer(id, entries) {
  const ticked = new Set(chosen(id));
  byId(id).querySelector(".boxes").replaceChildren(...entries.map(([value, name]) => {
    const box = element("input", { type: "checkbox", value, autocomplete: "off" });
    box.checked = ticked.has(value);
    return element("label", { class: "box" }, box, ` ${name}`);
  }));
}

function question(id, text) {
  const answers = [["yes", "Yes"], ["no", "No"], ["unanswered", "Left out"]].map(([value, word]) => {
    const button = element("input", { type: "radio", name: id, value, autocomplete: "off" });
    button.checked = value === "unanswered";
    button.addEventListener("change", count);
    return element("label", { class: "box" }, button, ` ${word}`);
  });
  return element("fieldset", {}, element("legend", {}, text), element("div", {}, ...answers));
}

function count() {
  const given = Object.values(answers()).filter((answer) => answer !== "unanswered").length;
  byId("answered").textContent = `${given} of ${byId("questions").children.length} questions answered`;
}

function answers() {
  return Object.fromEntries([...byId("questions").querySelectorAll("input:checked")].map((one) => [one.name, one.value]));
}

function chosen(id) {
  return [...byId(id).querySelectorAll("input:checked")].map((box) => box.value);
}

// The request as JSON. A number that was not given is left out, and never assumed.
function request() {
  const asked = { targets: chosen("targets"), profile: { conditions: chosen("conditions") } };
  for (const name of FIELDS) if (!Number.isNaN(byId(name).valueAsNumber)) asked[name] = byId(name).valueAsNumber;
  if (byId("none").checked) asked.days_since_injury = null;
  const given = answers();
  if (Object.values(given).some((answer) => answer !== "unanswered")) asked.screening = given;
  return JSON.stringify(asked);
}

// --- The answer ------------------------------------------------------------------------------------------------------

// Returns what the worker says to a request: the plan or the refusal as JSON, and for a plan its title and its page.
function plan(request, catalog) {
  return new Promise((resolve, reject) => {
    number += 1;
    waiting.set(number, { resolve, reject });
    worker.postMessage({ id: number, request, catalog });
  });
}

async function submit(event) {
  event.preventDefault();
  if (waiting.size) return; // one press after another
  clear();
  if (Number.isNaN(byId("days_since_injury").valueAsNumber) && !byId("none").checked)
    return showProblems([{ where: "days_since_injury", message: "Enter the days, or tick “No recent injury”." }]);
  say("Planning …", "doing");
  let answer;
  try {
    answer = await plan(request(), byId("catalog").value);
  } catch (error) {
    return show("Something went wrong in the library", [element("p", {}, "Please report this:"), element("pre", {}, error.message)]);
  } finally {
    say("", "doing");
  }
  const found = JSON.parse(answer.plan);
  if (answer.page) showPlan(answer);
  else if (found.errors) showProblems(found.errors);
  else showRefusal(found);
}

function clear() {
  byId("answer").hidden = byId("files").hidden = byId("session").hidden = true;
  byId("session").removeAttribute("srcdoc");
  for (const address of addresses) URL.revokeObjectURL(address);
  addresses = [];
  for (const name of FIELDS) mark(name, "");
}

function show(title, refusal = []) {
  byId("answer-title").textContent = title;
  byId("refusal").replaceChildren(...refusal);
  byId("answer").hidden = false;
  byId("answer-title").focus({ preventScroll: true });
  byId("answer-title").scrollIntoView({ block: "start" });
}

function showPlan({ plan, title, page }) {
  const html = fileOf(page, "text/html;charset=utf-8");
  byId("alone").href = byId("page").href = html;
  byId("json").href = fileOf(plan, "application/json");
  byId("session").srcdoc = page;
  byId("files").hidden = byId("session").hidden = false;
  show(title);
}

function fileOf(text, type) {
  addresses.push(URL.createObjectURL(new Blob([text], { type })));
  return addresses.at(-1);
}

function showRefusal({ title, detail, relaxations = [] }) {
  const text = detail[0].toUpperCase() + detail.slice(1);
  const parts = [element("p", {}, text.endsWith(".") ? text : `${text}.`)];
  if (relaxations.length) {
    parts.push(element("h3", {}, "What would help"));
    parts.push(element("ul", {}, ...relaxations.map(({ message }) => element("li", {}, message))));
  }
  show(title, parts);
}

function showProblems(problems) {
  const elsewhere = problems.filter(({ where }) => !FIELDS.includes(where));
  const first = problems.find(({ where }) => FIELDS.includes(where));
  for (const { where, message } of problems) if (FIELDS.includes(where)) mark(where, message);
  if (elsewhere.length || !first)
    show("The request is not valid", elsewhere.map(({ where, message }) => element("p", {}, `${where}: ${message}`)));
  if (first) byId(first.where).focus();
}

function mark(name, message) {
  byId(`${name}-wrong`).textContent = message;
  byId(name).setAttribute("aria-invalid", String(message !== ""));
}

byId("try-again").addEventListener("click", start);
byId("ask").addEventListener("submit", submit);
byId("none").addEventListener("change", () => (byId("days_since_injury").disabled = byId("none").checked));
start();
