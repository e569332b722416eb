// Runs the session: what the buttons and keys do, and what is due at each moment.
const plan = JSON.parse(byId("plan").textContent);
const { schedule } = plan;
const words = JSON.parse(byId("words").textContent);
const last = schedule.at(-1);
const length = last ? last.start_seconds + last.seconds : 0;
const marks = marksOf(schedule, words);
const stopwatch = new Stopwatch();
const chimes = new Chimes(soundAgain);
const voice = new Voice();
const wake = new Wake();
const place = new Place(byId("plan").dataset.mark);
const view = new View(schedule, words);
const played = new Played(schedule);
const after = new After(plan, played, (phrases) => view.announce(phrases));
let announced = -1; // the step that was last announced
let said = 0; // how many of its texts have been said, or let go
let timer = null;
let finished = false;

function placeAt(seconds) {
  const after = schedule.findIndex((step) => seconds < step.start_seconds + step.seconds);
  return after === -1 ? schedule.length - 1 : after;
}

// Updates the page and the sounds from the stopwatch alone, so it does not matter when this was last called.
function update() {
  if (finished) return;
  const elapsed = stopwatch.elapsed / 1000;
  if (stopwatch.running) played.upTo(Math.min(elapsed, length));
  if (elapsed >= length) {
    finish();
    return;
  }
  const step = placeAt(elapsed);
  view.show(step, elapsed - schedule[step].start_seconds, elapsed);
  place.keep(Math.floor(elapsed), played.written);
  if (!stopwatch.running) return;
  chimes.layOut(marks, stopwatch.elapsed);
  if (step !== announced) {
    announced = step;
    said = 0;
    view.announce(announcement(step));
  }
  speak(step, elapsed - schedule[step].start_seconds);
}

// Says what is due in a step. What there is no more time for is left: after a pause, a move may be half over.
function speak(step, within) {
  const { say } = words[step];
  for (; said < say.length && say[said][0] <= within; said += 1) {
    const [at, seconds, phrases] = say[said];
    const late = within - at;
    const until = say[said + 1]?.[0] ?? schedule[step].seconds;
    // What to do with each breath waits a moment for the one before, and is of no use later.
    if (said > 0 && voice.busy) {
      if (late < 1) return;
      continue;
    }
    if (late < 1 || within + seconds <= until) voice.say(phrases, seconds);
  }
}

// What assistive technology hears of a step: what the voice says first, or else what the page shows.
function announcement(step) {
  const text = words[step];
  return text.say[0]?.[2] ?? [[text.name, document.documentElement.lang], [text.what, labels.language]];
}

function frame() {
  if (!stopwatch.running) return;
  update();
  requestAnimationFrame(frame);
}

function play() {
  if (finished) startAgain();
  finished = false;
  after.hide();
  byId("resume").hidden = true;
  announced = -1; // after a pause the step is announced again
  chimes.wake();
  stopwatch.start();
  wake.hold();
  byId("before").open = false;
  view.state("running", labels.pause);
  byId("guide").scrollIntoView({ block: "start" }); // all of the guide fits a phone
  timer ??= setInterval(update, 250); // frames stop in a background tab, this does not
  requestAnimationFrame(frame);
  update();
}

function rest(state, word) {
  stopwatch.stop();
  clearInterval(timer);
  timer = null;
  chimes.forget();
  wake.release();
  view.state(state, word);
}

function pause() {
  update();
  if (finished) return;
  rest("paused", labels.goOn);
  voice.hush();
  update();
}

function finish() {
  finished = true;
  // The last tone may still sound, so the chimes are not stopped.
  stopwatch.stop();
  clearInterval(timer);
  timer = null;
  wake.release();
  view.state("finished", labels.again);
  view.finished(length);
  place.keep(0);
  const done = [[labels.doneAloud, labels.language]];
  voice.say(done, 1);
  view.announce(done);
  after.show(false);
}

// Ends the session before its end, and asks how it was. It can still go on.
function stop() {
  if (stopwatch.running) pause();
  if (!finished) after.show(true);
}

// Another session: what was done and said in the last one does not count.
function startAgain() {
  played.forget();
  after.forget();
  moveTo(0);
}

function moveTo(seconds) {
  const wasRunning = stopwatch.running;
  byId("resume").hidden = true;
  after.hide();
  if (wasRunning) played.upTo(Math.min(stopwatch.elapsed / 1000, length));
  finished = false;
  voice.hush();
  chimes.forget();
  stopwatch.moveTo(seconds * 1000);
  played.moveTo(seconds);
  announced = -1;
  if (!wasRunning) view.state(seconds > 0 ? "paused" : "ready", seconds > 0 ? labels.goOn : labels.start);
  update();
  // A screen reader hears where a paused session was moved to.
  if (!stopwatch.running && !finished) view.announce(announcement(placeAt(seconds)));
}

function skip() {
  if (finished) return;
  const step = schedule[placeAt(stopwatch.elapsed / 1000)];
  moveTo(step.start_seconds + step.seconds);
}

// Goes to the start of this step; within its first two seconds, to the step before. Media players do the same.
function back() {
  const step = finished ? schedule.length : placeAt(stopwatch.elapsed / 1000);
  const within = finished ? 0 : stopwatch.elapsed / 1000 - schedule[step].start_seconds;
  moveTo(schedule[within > 2 ? step : Math.max(step - 1, 0)].start_seconds);
}

// After a call or a locked screen the browser may leave the sound stopped. Some browsers start it again only while the
// person presses something, so this is called then too.
function soundAgain() {
  if (stopwatch.running && document.visibilityState === "visible") chimes.wake();
}

// Asks where to begin, when the address holds a place of this plan. Until the answer the session is paused there, so
// every button does what it says.
function askWhere(seconds) {
  const asked = labels.resumeAsk.replace("{time}", clock(seconds));
  byId("resume-ask").textContent = asked;
  byId("resume-go").textContent = labels.resumeGo.replace("{time}", clock(seconds));
  byId("resume").hidden = false;
  byId("before").open = false; // read before the session was begun, and the question must be in view
  history.scrollRestoration = "manual"; // the browser would scroll back to where the page was before
  byId("guide").scrollIntoView({ block: "start" });
  view.announce([[asked, labels.language]]);
  const begin = (again) => {
    if (again) startAgain();
    play();
    byId("play").focus({ preventScroll: true }); // the button that was pressed is gone
  };
  byId("resume-go").addEventListener("click", () => begin(false));
  byId("resume-again").addEventListener("click", () => begin(true));
}

const toggle = () => (stopwatch.running ? pause() : play());
const keys = new Map([[" ", toggle], ["ArrowRight", skip], ["ArrowLeft", back], ["Home", () => moveTo(0)]]);

function onKey(event) {
  const action = keys.get(event.key);
  if (!action || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.repeat) return;
  // In the questions after the session, every key keeps its usual meaning.
  if (event.target.closest?.("#after")) return;
  // On a button, a box or a link, the space bar keeps its usual meaning.
  if (event.key === " " && event.target.closest?.("button, input, summary, a")) return;
  event.preventDefault();
  action();
}

function begin() {
  byId("guide").hidden = false;
  byId("play").addEventListener("click", toggle);
  byId("skip").addEventListener("click", skip);
  byId("back").addEventListener("click", back);
  byId("stop").addEventListener("click", stop);
  for (const button of document.querySelectorAll(".go-to")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      moveTo(schedule[Number(button.dataset.step)].start_seconds);
      byId("guide").scrollIntoView({ block: "start" });
      byId("play").focus({ preventScroll: true });
    });
  }
  // A click leaves the focus where it is, so that the space bar still pauses after a click on Skip.
  for (const control of document.querySelectorAll(".controls button, .settings label")) {
    control.addEventListener("mousedown", (event) => event.preventDefault());
  }
  byId("sounds").addEventListener("change", (event) => {
    chimes.enabled = event.target.checked;
    chimes.forget();
    update();
  });
  byId("voice-label").hidden = !voice.there;
  byId("voice").addEventListener("change", (event) => {
    voice.enabled = event.target.checked;
    voice.hush();
  });
  document.addEventListener("keydown", onKey);
  for (const pressed of ["click", "keydown"]) document.addEventListener(pressed, soundAgain);
  addEventListener("pageshow", soundAgain);
  addEventListener("pagehide", () => voice.hush()); // Chromium would speak on after the page is gone
  document.addEventListener("visibilitychange", () => {
    if (!stopwatch.running) return;
    soundAgain();
    wake.hold();
    update();
  });
  // Print the notices in full; afterwards open or close them as before.
  let open = true;
  addEventListener("beforeprint", () => {
    open = byId("before").open;
    byId("before").open = true;
  });
  addEventListener("afterprint", () => (byId("before").open = open));
  view.state("ready", labels.start);
  const left = place.kept;
  if (left > 0 && left < length) {
    played.read(place.played);
    moveTo(left);
    askWhere(left);
  } else {
    update();
  }
}

if (length > 0) begin();
