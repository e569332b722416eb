// The controls of the explorer. All words come from the model, and all but `answer` are set as text; `answer` is HTML
// that the library has escaped.

const LEAST_MINUTES = 60; // the sliders go at least so far
const LEAST_DAYS = 60;
const WAIT = 80; // milliseconds without a movement, before the kernel is asked

let views = 0; // so that labels and sliders find one another

function element(tag, attributes = {}, ...inside) {
  const one = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, value);
  one.append(...inside);
  return one;
}

// JupyterLab would take the arrow keys and others for itself, unless the element that has the focus says this.
function control(attributes) {
  return element("input", { "data-lm-suppress-shortcuts": "true", ...attributes });
}

function slider(words, least, id) {
  // Without a value the browser would begin in the middle.
  const input = control({ type: "range", id, min: least, step: 1, value: least });
  const shown = element("output", { for: id });
  const label = element("label", { for: id }, `${words}: `, shown);
  return { input, shown, label };
}

function several(legend, entries, changed) {
  const boxes = new Map();
  const inside = element("div", { class: "sp-many" });
  for (const [id, name] of entries) {
    const box = control({ type: "checkbox" });
    box.addEventListener("change", changed);
    boxes.set(id, box);
    inside.append(element("label", {}, box, ` ${name}`));
  }
  return { boxes, field: element("fieldset", {}, element("legend", {}, legend), inside) };
}

function render({ model, el }) {
  const { words, areas, conditions } = model.get("choices");
  const id = `sp-explorer-${(views += 1)}`;
  let timer = 0;
  const moved = new Set(); // traits whose controls were moved and of which the kernel has not been told

  const minutes = slider(words.minutes, 1, `${id}-minutes`);
  const day = slider(words.day, 0, `${id}-day`);
  const none = control({ type: "checkbox" });
  const area = several(words.areas, areas, () => ask("targets"));
  const condition = several(words.conditions, conditions, () => ask("conditions"));
  const answer = element("div", { class: "sp-answer", role: "region", "aria-live": "polite", "aria-label": words.answer });

  function chosen({ boxes }) {
    return [...boxes].filter(([, box]) => box.checked).map(([id]) => id);
  }

  // From the controls to the kernel.
  function ask(trait) {
    moved.add(trait);
    say();
    clearTimeout(timer);
    timer = setTimeout(() => {
      const asked = { minutes: minutes.input.valueAsNumber, targets: chosen(area), conditions: chosen(condition) };
      asked.days_since_injury = none.checked ? null : day.input.valueAsNumber;
      // Read before any is set: some models tell of a value at once, also of an old one, and the controls follow it.
      for (const one of moved) model.set(one, asked[one]);
      moved.clear();
      model.save_changes();
    }, WAIT);
  }

  function say() {
    minutes.shown.textContent = minutes.input.value;
    day.shown.textContent = none.checked ? "–" : day.input.value;
    day.input.disabled = none.checked;
  }

  const setters = {
    minutes: (now) => set(minutes.input, LEAST_MINUTES, now),
    days_since_injury(now) {
      none.checked = now === null;
      set(day.input, LEAST_DAYS, now);
    },
    targets: (now) => tick(area, now),
    conditions: (now) => tick(condition, now),
  };

  function set(input, least, now) {
    input.max = String(Math.max(least, now ?? 0));
    if (now !== null) input.value = String(now);
  }

  function tick({ boxes }, now) {
    for (const [id, box] of boxes) box.checked = now.includes(id);
  }

  // From the kernel to the controls, also when Python sets them. What was moved meanwhile stays: it is asked next.
  function follow() {
    for (const [trait, put] of Object.entries(setters)) if (!moved.has(trait)) put(model.get(trait));
    say();
  }

  function show() {
    const open = new Set([...answer.querySelectorAll("details[open] > summary")].map((one) => one.textContent));
    answer.innerHTML = model.get("answer"); // escaped by the library
    for (const one of answer.querySelectorAll("details > summary"))
      if (open.has(one.textContent)) one.parentElement.open = true;
  }

  minutes.input.addEventListener("input", () => ask("minutes"));
  day.input.addEventListener("input", () => ask("days_since_injury"));
  none.addEventListener("change", () => ask("days_since_injury"));
  const controls = element("div", { class: "sp-controls" }, minutes.label, minutes.input, day.label, day.input);
  controls.append(element("label", {}, none, ` ${words.none}`), area.field, condition.field);
  el.append(element("div", { class: "sp-explorer" }, controls, answer));

  const asked = Object.keys(setters).map((one) => `change:${one}`);
  for (const event of asked) model.on(event, follow);
  model.on("change:answer", show);
  follow();
  show();
  return () => {
    clearTimeout(timer);
    for (const event of asked) model.off(event, follow);
    model.off("change:answer", show);
  };
}

export default { render };
