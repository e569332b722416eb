// Plays three soft beeps before a step ends and a tone when the next one begins, from the side of that step. They are
// laid out ahead on the sound card's clock: in a background tab, timers run once a minute and would be late.
const AHEAD = 75_000; // milliseconds

class Chimes {
  #context = null;
  #laidOut = new Set();
  #until = 0; // milliseconds of the session whose sounds are laid out
  #interrupted;
  enabled = true;

  // `interrupted` is called when the browser has stopped the sound, as for a call.
  constructor(interrupted) {
    this.#interrupted = interrupted;
  }

  // A browser lets a page play sound only after the person has pressed something, so every button calls this.
  wake() {
    const Context = globalThis.AudioContext ?? globalThis.webkitAudioContext;
    if (!Context) return;
    if (!this.#context || this.#context.state === "closed") {
      this.#context = new Context();
      this.#context.onstatechange = () => {
        // A call or a sleeping phone stops the sound card's clock: the tones laid out would come too late.
        this.forget();
        if (this.#context.state !== "running") this.#interrupted();
      };
    }
    if (this.#context.state !== "running") this.#context.resume?.().catch(() => {});
  }

  // Lay out the sounds that are due from now on. `elapsed` is the moment of the session, in milliseconds.
  layOut(marks, elapsed) {
    if (!this.enabled || this.#context?.state !== "running") return;
    const from = Math.max(this.#until, elapsed);
    this.#until = Math.max(this.#until, elapsed + AHEAD);
    for (const mark of marks) {
      if (mark.at >= from && mark.at < this.#until) {
        this.#sound(mark, this.#context.currentTime + (mark.at - elapsed) / 1000);
      }
    }
  }

  // Drop the sounds laid out: the session is paused or was moved.
  forget() {
    for (const source of this.#laidOut) source.stop();
    this.#laidOut.clear();
    this.#until = 0;
  }

  #sound({ pitch, seconds, side }, when) {
    const source = this.#context.createOscillator();
    const loudness = this.#context.createGain();
    source.frequency.value = pitch;
    loudness.gain.setValueAtTime(0, when);
    loudness.gain.linearRampToValueAtTime(0.2, when + 0.01);
    loudness.gain.exponentialRampToValueAtTime(0.001, when + seconds);
    let end = source.connect(loudness);
    if (side && this.#context.createStereoPanner) {
      const place = this.#context.createStereoPanner();
      place.pan.value = side === "left" ? -0.8 : 0.8;
      end = end.connect(place);
    }
    end.connect(this.#context.destination);
    source.start(when);
    source.stop(when + seconds);
    this.#laidOut.add(source);
    source.onended = () => this.#laidOut.delete(source);
  }
}

// Every sound of the session, in milliseconds from its start.
function marksOf(schedule, words) {
  const marks = [];
  schedule.forEach((step, place) => {
    const side = ["left", "right"].includes(words[place].side) ? words[place].side : "";
    marks.push({ at: step.start_seconds * 1000, pitch: 880, seconds: 0.3, side });
    if (step.seconds < 5) return; // three beeps would fill it
    const end = step.start_seconds + step.seconds;
    for (const left of [3, 2, 1]) marks.push({ at: (end - left) * 1000, pitch: 587, seconds: 0.1, side: "" });
  });
  const last = schedule.at(-1);
  if (last) marks.push({ at: (last.start_seconds + last.seconds) * 1000, pitch: 659, seconds: 0.9, side: "" });
  return marks;
}
