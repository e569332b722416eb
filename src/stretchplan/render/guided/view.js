// Shows the session on the page. `show` is called many times a second and touches only what has changed.
const byId = (id) => document.getElementById(id);
const labels = JSON.parse(byId("labels").textContent);
const WORK = new Set(["hold", "flow", "repeat"]);
const still = matchMedia("(prefers-reduced-motion: reduce)");

class View {
  #seen = new Map();
  #moving = null; // the figure that is shown, if it moves
  #words;
  #schedule;

  constructor(schedule, words) {
    this.#schedule = schedule;
    this.#words = words;
  }

  // Shows one moment, given by the step's number, the seconds into the step, and the seconds into the session.
  show(place, within, elapsed) {
    const step = this.#schedule[place];
    const text = this.#words[place];
    const left = Math.max(Math.ceil(step.seconds - within), 0);
    this.#text("elapsed", clock(Math.floor(elapsed)));
    this.#once("here", elapsed, () => byId("here").setAttribute("x", String(elapsed)));
    this.#text("name", text.name);
    this.#text("what", text.what);
    this.#once("cue", place, () => {
      byId("cue").replaceChildren(...worded(text.cue));
      byId("aside").scrollTop = 0; // on a small screen the words scroll
    });
    this.#next(place);
    this.#once("scrolls", `${place} ${innerWidth} ${innerHeight}`, () => {
      const words = byId("aside");
      words.tabIndex = words.scrollHeight > words.clientHeight ? 0 : -1; // the arrow keys scroll them
    });
    this.#sides(text.side, step.side === null || step.kind === "change_side");
    this.#figure({ figure: text.figure, side: text.side, starts: !WORK.has(step.kind) });
    this.#inStep(within);
    this.#text("count", left < 100 ? String(left) : clock(left));
    this.#once("long", left >= 100, (long) => byId("count").classList.toggle("long", long));
    this.#once("last", left <= 3, (last) => byId("count").classList.toggle("last", last));
    this.#breath(step, text, within);
  }

  state(state, word) {
    document.body.dataset.state = state;
    this.#text("play-word", word);
    const skip = byId("skip");
    if (state === "finished" && document.activeElement === skip) byId("play").focus({ preventScroll: true });
    skip.disabled = state === "finished"; // there is nothing after the end
    byId("stop").hidden = state !== "paused";
    for (const svg of document.querySelectorAll("#figures svg")) {
      if (state === "running") svg.unpauseAnimations();
      else svg.pauseAnimations();
    }
  }

  finished(length) {
    this.#text("elapsed", clock(length));
    byId("here").setAttribute("x", String(length));
    byId("name").replaceChildren(...worded([[labels.done, labels.language]]));
    this.#text("what", "");
    byId("cue").replaceChildren(...worded([[labels.doneCue, labels.language]]));
    this.#text("next", "");
    this.#text("count", "");
    this.#text("breathe", "");
    this.#sides("", false);
    this.#figure({ figure: -1, side: "", starts: false });
    this.#lung(0.35);
    this.#seen.clear();
  }

  // Tells assistive technology about each step once.
  announce(phrases) {
    byId("heard").replaceChildren(...worded(phrases));
  }

  #next(place) {
    this.#once("next", place, () => {
      const coming = this.#words[place + 1];
      const current = this.#words[place];
      byId("next").replaceChildren();
      if (!coming) {
        byId("next").append(bold(`${labels.then} `), labels.theEnd);
        return;
      }
      const seconds = this.#schedule[place + 1].seconds;
      byId("next").append(bold(`${labels.then} `), ...worded([coming.ahead], labels.language), `, ${seconds}\u00a0s`);
      // During a move there is time to read how to do the work that follows, and the voice says it. After a change of
      // side or a rest it is the same once more.
      const isPause = this.#schedule[place].breathing === null && this.#schedule[place + 1].breathing !== null;
      const more = current.also.length > 0 ? current.also : isPause ? coming.cue : [];
      if (more.length > 0) byId("next").append(document.createElement("br"), ...worded(more, labels.language));
    });
  }

  #sides(side, ahead) {
    this.#once("sides", `${side} ${ahead}`, () => {
      byId("sides").dataset.side = side;
      byId("sides").classList.toggle("ahead", ahead);
    });
  }

  // One drawing serves both sides: the drawn one is the right, and the left is its mirror image.
  // Before the work a figure shows how the stretch starts; in the work, where it goes.
  #figure({ figure, side, starts }) {
    this.#once("figure", `${figure} ${side} ${starts}`, () => {
      for (const drawing of document.querySelectorAll("#figures .figure")) {
        const { figure: number, starts: before } = drawing.dataset;
        drawing.hidden = number !== String(figure) || before !== String(starts);
        drawing.classList.toggle("mirrored", side === "left");
      }
      const shown = document.querySelector("#figures .figure:not([hidden]) svg");
      this.#moving = shown?.querySelector("animate") ? shown : null;
      byId("stage").classList.toggle("bare", !shown);
    });
  }

  // A moving figure breathes with the person: its clock follows the session's.
  #inStep(within) {
    if (this.#moving && Math.abs(this.#moving.getCurrentTime() - within) > 0.2) this.#moving.setCurrentTime(within);
  }

  #breath(step, text, within) {
    const breath = breathAt(step.breathing, within);
    this.#once("half", breath?.half ?? "", (half) => (byId("breathe").dataset.half = half));
    if (!breath) {
      this.#text("breathe", "");
      this.#lung(0.35);
      return;
    }
    const word = breath.half === "in" ? labels.breatheIn : labels.breatheOut;
    const more = breath.half === "in" ? text.breathe_in : text.breathe_out;
    // With reduced motion the seconds are counted instead of the circle swelling.
    const first = still.matches ? `${word}, ${Math.ceil(breath.left)}` : word;
    this.#once("breathe", `${first}\n${more}`, () => {
      const below = more ? ["\n", ...worded([[more, document.documentElement.lang]], labels.language)] : [];
      byId("breathe").replaceChildren(first, ...below);
    });
    this.#lung(still.matches ? 0.35 : breath.full);
  }

  #lung(full) {
    this.#once("lung", full.toFixed(3), (share) => {
      byId("lung").style.transform = `scale(${0.7 + 0.3 * share})`;
    });
  }

  #text(id, text) {
    this.#once(id, text, () => (byId(id).textContent = text));
  }

  #once(what, value, change) {
    if (this.#seen.get(what) === value) return;
    this.#seen.set(what, value);
    change(value);
  }
}

// Makes nodes of phrases, with a space between them. A phrase in another language than the place says which.
function worded(phrases, around = document.documentElement.lang) {
  return phrases.flatMap(([text, language], number) => {
    const node = document.createElement("span");
    node.lang = language;
    node.textContent = text;
    return [...(number ? [" "] : []), language === around ? text : node];
  });
}

function bold(text) {
  const element = document.createElement("b");
  element.textContent = text;
  return element;
}

function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
