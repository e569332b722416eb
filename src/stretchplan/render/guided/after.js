// Asks after the session how it was, and hands out the record of it. Nothing is sent anywhere.
const LINE_ENDS = /[\u0085\u2028\u2029]/g; // some readers take them for the end of a line

class After {
  #played;
  #prescriptions;
  #request;
  #stopped = false;
  #file = ""; // the address of the file that was saved last
  #announce;

  constructor({ prescriptions, request }, played, announce) {
    this.#prescriptions = prescriptions;
    this.#request = request;
    this.#played = played;
    this.#announce = announce;
    this.forget();
    for (const id of ["on", "pain-before", "pain-after", "note"]) byId(id).addEventListener("input", () => this.#write());
    for (const box of this.#boxes) box.addEventListener("change", () => this.#write());
    byId("copy").addEventListener("click", () => this.#copy());
    byId("save").addEventListener("click", () => this.#save());
  }

  get #boxes() {
    return document.querySelectorAll("#worse input");
  }

  show(stopped) {
    this.#stopped = stopped;
    for (const box of this.#boxes) {
      const prescription = this.#prescriptions[Number(box.dataset.number)];
      const begun = this.#played.isBegun(prescription.stretch_id);
      box.closest("li").hidden = !begun;
      if (!begun) box.checked = false;
      byId(box.getAttribute("aria-describedby")).textContent = done(this.#played.dose(prescription), prescription);
    }
    byId("worse").hidden = document.querySelector("#worse li:not([hidden])") === null;
    byId("after").hidden = false;
    this.#write();
    byId("after-title").focus({ preventScroll: true });
    byId("after").scrollIntoView({ block: "start" });
  }

  hide() {
    byId("after").hidden = true;
  }

  // Empties the answers, also those that a browser kept through a reload.
  forget() {
    for (const box of this.#boxes) box.checked = false;
    // The date of the plan; without one, today by this device's clock. It can be changed.
    byId("on").value = this.#request.on ?? today(new Date());
    byId("pain-before").value = this.#request.pain ?? "";
    byId("pain-after").value = "";
    byId("note").value = "";
  }

  // The record, with the fields of a SessionRecord in its order.
  get #record() {
    const worse = new Set([...this.#boxes].filter((box) => box.checked).map((box) => Number(box.dataset.number)));
    const dose = ({ sets, hold_seconds, repetitions, sides }) => ({ sets, hold_seconds, repetitions, sides });
    return {
      on: byId("on").value,
      stretches: this.#prescriptions.map((planned, number) => ({
        stretch_id: planned.stretch_id,
        planned: dose(planned),
        done: this.#played.dose(planned),
        aggravated: worse.has(number),
      })),
      stopped_early: this.#stopped,
      pain_before: rating("pain-before"),
      pain_after: rating("pain-after"),
      pain_next_day: null,
      before_injury: false,
      finger_to_floor_mm: null,
      // Half a character cannot be written in UTF-8.
      note: byId("note").value.replace(/\p{Surrogate}/gu, "\ufffd"),
    };
  }

  #write() {
    const dated = isDate(byId("on").value);
    byId("on").setAttribute("aria-invalid", String(!dated));
    byId("no-date").hidden = dated;
    for (const id of ["copy", "save"]) byId(id).disabled = !dated;
    const escape = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
    byId("record").value = dated ? JSON.stringify(this.#record).replace(LINE_ENDS, escape) : "";
    byId("handed").textContent = "";
  }

  async #copy() {
    const field = byId("record");
    let copied = true;
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      // Not allowed in this frame or in this browser: the older way.
      const focused = document.activeElement;
      field.focus({ preventScroll: true });
      field.select();
      copied = document.execCommand("copy");
      if (copied) focused?.focus({ preventScroll: true }); // otherwise the text stays selected, to be copied by hand
    }
    this.#say(copied ? labels.copied : labels.notCopied);
  }

  #save() {
    if (this.#file) URL.revokeObjectURL(this.#file);
    this.#file = URL.createObjectURL(new Blob([`${byId("record").value}\n`], { type: "application/json" }));
    const link = document.createElement("a");
    link.href = this.#file;
    link.download = `session-${byId("on").value}.json`;
    link.click();
    this.#say(labels.saved.replace("{file}", link.download));
  }

  #say(text) {
    byId("handed").textContent = text;
    this.#announce([[text, labels.language]]);
  }
}

function rating(id) {
  const { value } = byId(id);
  return value === "" ? null : Number(value);
}

function done(dose, { sets }) {
  if (dose === null) return labels.noSet;
  const words = { each: labels.setsOnEach, both: labels.setsDone, left: labels.setsOnLeft, right: labels.setsOnRight };
  return words[dose.sides].replace("{done}", dose.sets).replace("{of}", sets);
}

function today(date) {
  const padded = (number, digits) => String(number).padStart(digits, "0");
  return `${padded(date.getFullYear(), 4)}-${padded(date.getMonth() + 1, 2)}-${padded(date.getDate(), 2)}`;
}

// Where a browser has no date field, any text can stand there.
function isDate(text) {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text) || text.startsWith("0000")) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
