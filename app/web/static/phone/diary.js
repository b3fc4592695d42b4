// The diary: what this phone itself remembers of visits, for as long as the city keeps them. Nothing of it is sent.
//
// What is hidden or cleared leaves no name behind. A mark without words stays of a hidden visit, or the next look
// at its receipt would bring it back.
import {timeOf} from "./ids.js";
import {all, clear, get, put, remove, transact} from "./store.js";

const KEPT = ["id", "code", "venue", "name", "address", "zone", "enteredAt", "leftAt", "token", "typical"];
const ONE_DAY = 24 * 3600 * 1000;

// Keeps what a receipt says of a visit; what is known of it and not said again stays, as its label does.
export async function note(visit) {
  if (await get("kept", "diaryHidden")) return;
  await transact("diary", visit.id, (old) => {
    if (old && old.hidden) return old;
    if (visit.withdrawn) return undefined;
    const entry = Object.assign({}, old);
    KEPT.forEach((name) => { if (visit[name] !== undefined) entry[name] = visit[name]; });
    return entry;
  });
}

// The visits of the last `days` days, the newest first; older ones are forgotten, by the time inside the id, for a
// hidden visit keeps nothing else. `unsent`: the server does not
// have it, or not as it is.
export async function entries(days) {
  const found = await all("diary");
  const waits = new Set((await all("queue")).filter((one) => !one.key || one.edits.length).map((one) => one.id));
  const old = Date.now() - days * ONE_DAY;
  await Promise.all(found.filter((one) => timeOf(one.id) < old).map((one) => remove("diary", one.id)));
  return found.filter((one) => !one.hidden && timeOf(one.id) >= old)
    .sort((one, other) => timeOf(other.id) - timeOf(one.id))
    .map((one) => Object.assign({unsent: waits.has(one.id)}, one));
}

// Who came along, in the person's own words: a name that never leaves the phone.
export function labelled(id, label) {
  return transact("diary", id, (old) => (old && !old.hidden ? Object.assign({}, old, {label}) : old));
}

export async function hide(id) {
  await transact("diary", id, () => ({id, hidden: true}));
  await transact("queue", id, told);
}

// Whether the phone keeps no diary; what it had is gone with the first `true`.
export async function hideAll(on) {
  if (!on) return remove("kept", "diaryHidden");
  await put("kept", "diaryHidden", true);
  return forgetAll();
}

// Clears the diary. A visit that is not sent yet stays in the queue, which holds no name.
export async function forgetAll() {
  const marks = (await all("diary")).map((one) => one.id);
  await clear("diary");
  await Promise.all(marks.map((id) => transact("diary", id, () => ({id, hidden: true}))));
  await Promise.all((await all("queue")).map((one) => transact("queue", one.id, told)));
  await forgetPages();
  history.replaceState(null, "", location.pathname + location.search);
}

// What the queue keeps of a visit: all of it until it is told, then nothing.
function told(record) {
  return record && record.key && !record.edits.length ? undefined : record;
}

// No page with a name is ever kept by the service worker; should one be, it goes too.
async function forgetPages() {
  if (!self.caches) return;
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const asked of await cache.keys()) {
      const {pathname} = new URL(asked.url);
      if (/^\/(?:v|my|visit|notices)\b/i.test(pathname)) await cache.delete(asked);
    }
  }
}
