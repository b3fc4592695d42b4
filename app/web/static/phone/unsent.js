// What waits on this phone to be sent, and what the server would not take.
import {forget, listen, sendAll, waiting} from "./queue.js";
import {timeOf} from "./ids.js";
import {pressed} from "./open_visits.js";
import {clockTime, element} from "./view.js";
import {say} from "./words.js";

const CHANGES = {leave: "waitingLeave", stay: "waitingStay", withdraw: "waitingWithdraw"};

// Fills `place` with it, anew after each step of the sending; leaves it empty where nothing waits.
export async function showUnsent(place) {
  const draw = async () => {
    const sections = sectionsOf(await waiting(), draw);
    place.textContent = "";
    place.append(...sections);
  };
  listen(draw);
  await draw();
}

function sectionsOf(records, draw) {
  const unsent = records.filter((one) => !one.refused);
  const refused = records.filter((one) => one.refused).map((one) => refusal(one, draw));
  return unsent.length ? [...refused, unsentOnes(unsent)] : refused;
}

function unsentOnes(records) {
  const press = pressed(say("sendNow"), () => {
    press.disabled = true;
    sendAll().then(() => { press.disabled = false; });
  });
  const list = element("ul", "", ...records.map((one) => element("li", "", inWords(one))));
  return element("section", "banner banner-attention",
    element("h2", "", say("unsent")), list, element("p", "", say("unsentNext")), press);
}

function inWords(record) {
  const [change] = record.edits;
  if (!record.key || !change) return say("waitingArrival", {time: clockTime(timeOf(record.id))});
  return say(CHANGES[change.kind], {time: clockTime(change.at)});
}

function refusal(record, draw) {
  const {title, detail} = record.refused;
  return element("section", "banner banner-danger", element("h2", "", title),
    element("p", "", say("waitingArrival", {time: clockTime(timeOf(record.id))})), element("p", "", detail),
    pressed(say("understood"), () => forget(record.id).then(draw)));
}
