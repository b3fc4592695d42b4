// A reminder to press "I am leaving". It names no place: somebody else may look at the phone.
import {now} from "./ids.js";
import {openVisits} from "./open_visits.js";
import {get, put, remove} from "./store.js";

let planned = 0;

export function canRemind() {
  return "Notification" in self && Notification.permission !== "denied";
}

export function reminds() {
  return get("kept", "remind");
}

// Asks for the permission, on the tap and never before. `said`: the sentence, in the language of the page.
export async function remindMe(said) {
  if (await Notification.requestPermission() !== "granted") return false;
  await put("kept", "remind", {said});
  await planReminder();
  return true;
}

export function remindNoMore() {
  clearTimeout(planned);
  return remove("kept", "remind");
}

// Plans it, once for each visit, for when people have usually left such a place; as long as this page is open.
export async function planReminder() {
  const wanted = await get("kept", "remind");
  const [open] = wanted ? await openVisits() : [];
  clearTimeout(planned);
  if (!open || await get("kept", "reminded") === open.id) return;
  planned = setTimeout(() => tellToLeave(wanted.said, open.id), Math.max(open.lateAt - await now(), 0));
}

async function tellToLeave(said, id) {
  const still = (await openVisits()).some((one) => one.id === id);
  if (!still) return;
  await put("kept", "reminded", id);
  const worker = navigator.serviceWorker && await navigator.serviceWorker.getRegistration();
  if (worker) await worker.showNotification("Ghé", {body: said, tag: "leave"});
  else new Notification("Ghé", {body: said, tag: "leave"});
}
