// Opens the session of the day that the address names, on the page of a programme, and leads back to all days. What
// several days share is in the page once: parts as templates, and the entries of steps as values.
const programme = JSON.parse(byId("programme").textContent);

function named() {
  const mark = /^#at=[0-9]{1,6}&plan=([0-9a-f]{16})/.exec(location.hash)?.[1];
  return programme.days.find((day) => day.mark === mark);
}

function part(number) {
  return byId(`part-${number}`).content.cloneNode(true);
}

function values(numbers) {
  return numbers.map((number) => programme.values[number]);
}

// The steps of a plan follow one another, so their beginnings need not be in the page.
function begun(steps) {
  let start = 0;
  return steps.map((step) => {
    const placed = { ...step, start_seconds: start };
    start += step.seconds;
    return placed;
  });
}

function openDay(day) {
  const page = byId("day").content.cloneNode(true);
  for (const slot of page.querySelectorAll("[data-part]")) slot.replaceWith(part(day.parts[slot.dataset.part]));
  for (const slot of page.querySelectorAll("[data-shared]")) slot.replaceWith(part(slot.dataset.shared));
  const plan = page.getElementById("plan");
  const [schedule, prescriptions] = [begun(values(day.schedule)), values(day.prescriptions)];
  plan.textContent = JSON.stringify({ ...day.plan, prescriptions, schedule });
  plan.dataset.mark = day.mark;
  plan.dataset.day = day.id;
  page.getElementById("words").textContent = JSON.stringify(values(day.words));
  page.querySelector("#to-days a").href = `#${day.id}`;
  byId("days").remove();
  document.title = day.title;
  document.body.dataset.state = "ready";
  document.body.prepend(page);
  const heading = document.querySelector("h1");
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true }); // a screen reader goes on from here
  history.scrollRestoration = "manual";
  scrollTo(0, 0);
}

function showDays() {
  for (const link of document.querySelectorAll("#days .open")) link.hidden = false;
  // Back from a session, the day that was left is in view.
  const left = byId(location.hash.slice(1));
  left?.scrollIntoView({ block: "center" });
  left?.querySelector(".open")?.focus({ preventScroll: true });
}

const opened = named();
// A new load leaves nothing of one session behind for the next.
addEventListener("hashchange", () => {
  if (named() !== opened) location.reload();
});
if (opened) {
  openDay(opened);
  guide();
} else {
  showDays();
}
