// The visits that nobody has told the end of, with "I am leaving". A place is named only after a tap: somebody else
// may look at the phone, and who keeps no diary has no name here at all.
import {all, get, transact} from "./store.js";
import {now, timeOf} from "./ids.js";
import {edit, sendAll} from "./queue.js";
import {clockTime, element} from "./view.js";
import {say} from "./words.js";

const LONGEST_STAY = 16 * 3600 * 1000;  // no visit is assumed to last longer
const USUAL_STAY = 2 * 3600 * 1000;  // where the kind of place is not known

// {id, enteredAt, lateAt: when people have usually left, late, name as far as known}, the newest first.
export async function openVisits() {
  const [queued, noted, at] = [await all("queue"), await all("diary"), await now()];
  const ended = new Set(queued.filter((one) => one.leftAt || one.refused).map((one) => one.id));
  const found = new Map(queued.map((one) => [one.id, {id: one.id, enteredAt: timeOf(one.id)}]));
  noted.filter((one) => one.enteredAt).forEach((one) => {
    found.set(one.id, one);
    if (one.leftAt) ended.add(one.id);
  });
  return [...found.values()].filter((one) => !ended.has(one.id) && at - one.enteredAt < LONGEST_STAY)
    .sort((one, other) => other.enteredAt - one.enteredAt)
    .map((one) => {
      const lateAt = one.enteredAt + (one.typical || USUAL_STAY);
      return Object.assign({}, one, {lateAt, late: lateAt < at});
    });
}

// Fills a part of a page with them; it stays empty where there are none.
export async function showOpen(part) {
  const visits = (await openVisits()).slice(0, 3);
  part.textContent = "";
  part.append(...visits.map(sectionOf));
}

function sectionOf(visit) {
  const heading = element("h2", "", say(visit.late ? "haveYouLeft" : "youAreHere"));
  const section = element("section", `banner banner-${visit.late ? "attention" : "info"}`, heading);
  section.append(element("p", "", say("since", {time: clockTime(visit.enteredAt)})));
  if (visit.name) section.append(covered(visit.name));
  section.append(pressed(say("leave"), () => leave(visit, section), "primary"));
  return section;
}

function covered(name) {
  const press = pressed(say("showPlace"), () => press.replaceWith(element("p", "open-name", name)), "secondary");
  press.className = "link-button";
  return press;
}

async function leave(visit, section) {
  const at = await now();
  const {id, venue, token} = visit;
  section.className = "banner banner-ok";
  section.textContent = "";
  section.setAttribute("role", "status");
  section.append(element("h2", "", `${say("youLeft")} ${clockTime(at)}`));
  if (!await get("queue", id) && !token) return;
  await edit(id, "leave", at, token && {venue, visit: id, token});
  // The diary says so at once: without a network the server says it later.
  await transact("diary", id, (old) => (old && old.enteredAt ? Object.assign({}, old, {leftAt: at}) : old));
  await sendAll();
}

// A button that posts nothing.
export function pressed(label, press, look = "secondary") {
  const made = element("button", `button button-${look}`, label);
  made.type = "button";
  made.addEventListener("click", press);
  return made;
}
