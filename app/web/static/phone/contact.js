// Contact details, sealed on this phone to the key of the visit's day: the server keeps what it cannot read alone.
import {get, put, remove, transact} from "./store.js";
import {readBytes, written} from "./ids.js";
import {seal} from "./hpke.js";
import {inTime} from "./patience.js";

const VERSION = 1;
const PADDED = 256;
const DAY = 24 * 3600 * 1000;
const text = new TextEncoder();

// Without a secure origin a browser has no cryptography: then the server seals, and the page says so.
export function sealsHere() {
  return Boolean(window.isSecureContext && crypto.subtle);
}

// What was typed as it is sealed, or the key of the words for what is wrong with each field; as app/domain/people.py
// and app/web/forms.py have it. A number from here or abroad: only the shape is known, as nobody calls it yet.
export function readDetails(typedName, typedPhone) {
  const name = typedName.normalize("NFC").replace(/\s+/g, " ").trim();
  const phone = typedPhone.replace(/[\s().-]/g, "").replace(/^00/, "+").replace(/^0/, "+84").replace(/^\+?840?/, "+84");
  const wrong = {};
  if (!name) wrong.name = "nameMissing";
  else if (name.length > 60 || text.encode(name).length > 200) wrong.name = "nameLong";
  else if (/[<>]|\{\{|\{%/.test(name)) wrong.name = "nameMarkup";
  if (!/^\+(84\d{9,10}|(?!84)[1-9]\d{6,14})$/.test(phone)) wrong.phone = "phoneWrong";
  return {details: {name, phone}, wrong};
}

// 256 bytes, whatever the name: a length, JSON as Python writes it, zeros.
export function pad({name, phone}) {
  const clear = text.encode(`{"n": ${JSON.stringify(name)}, "p": ${JSON.stringify(phone)}}`);
  const padded = new Uint8Array(PADDED);
  padded.set([clear.length >> 8, clear.length & 255]);
  padded.set(clear, 2);  // throws where it does not fit
  return padded;
}

// What a blob is bound to, each part behind its length. `person` is a UUID, `day` like 2026-11-23.
export function sealInfo(person, day) {
  const id = person.replace(/-/g, "").match(/../g).map((pair) => parseInt(pair, 16));
  const parts = [text.encode("ghe contact"), [VERSION], id, text.encode(day)];
  return Uint8Array.from([].concat(...parts.map((part) => [part.length >> 8, part.length & 255, ...part])));
}

export async function sealDetails(details, point, person, day) {
  const sealed = await seal(point, sealInfo(person, day), pad(details));
  return written([VERSION, ...sealed]);
}

// The days of a document that the server signed, or null. The key that signed the first one is believed ever after.
export async function readDays(document, pinned) {
  if (pinned && pinned !== document.key) return null;
  const key = await crypto.subtle.importKey(
    "raw", readBytes(document.key), {name: "ECDSA", namedCurve: "P-256"}, false, ["verify"]);
  const signed = text.encode(`ghe day keys\n${document.text}`);
  const fits = await crypto.subtle.verify(
    {name: "ECDSA", hash: "SHA-256"}, key, readBytes(document.signature), signed);
  return fits ? JSON.parse(document.text).days : null;
}

// The key of the day that a moment falls on. What was fetched serves for seven days, and is renewed after one.
async function dayKey(at, patient) {
  let kept = await get("kept", "dayKeys");
  const covers = () => kept && Date.now() - kept.fetched < 7 * DAY
    && kept.days.find((day) => day.from <= at && at < day.until);
  if (patient && !(covers() && Date.now() - kept.fetched < DAY)) {
    try {
      const document = await (await inTime(fetch("/api/v1/day-keys"))).json();
      const days = await readDays(document, kept && kept.signer);
      if (days) {
        kept = {days, fetched: Date.now(), signer: document.key};
        await put("kept", "dayKeys", kept);
      }
    } catch (_) { /* no network, or a stranger's answer: what is kept has to do */ }
  }
  return covers();
}

// The phone's own copy sealed for the day of a moment and this person; null where something is missing. Only a
// `patient` caller waits for the network: a check-in does not.
async function sealedCopy(at, person, patient) {
  const details = await get("kept", "details");
  if (!details || !person || !sealsHere()) return null;
  const day = await dayKey(at, patient);
  if (!day) return null;
  return {epoch: day.day, person, blob: await sealDetails(details, readBytes(day.key), person, day.day)};
}

// For a check-in at a moment: once a day, on the first one.
export async function contactFor(at) {
  try {
    const [person, days] = [await get("kept", "person"), (await get("kept", "sealedDays")) || {}];
    const sealed = await sealedCopy(at, person, false);
    return sealed && days[sealed.epoch] !== person ? sealed : null;
  } catch (_) {  // nothing about the details may keep a visit from being recorded
    return null;
  }
}

function markSealed(day, person) {
  return transact("kept", "sealedDays", (old) => {
    const days = Object.assign({}, old, {[day]: person});
    Object.keys(days).sort().slice(0, -8).forEach((past) => delete days[past]);
    return days;
  });
}

// After the server has answered a check-in: who this browser is, and which details it still has to seal.
export async function noteAnswer(receipt, sent) {
  const known = await get("kept", "person");
  if (known !== receipt.person) await put("kept", "person", receipt.person);  // joined, or the first time
  if (sent && receipt.contact === "kept") await markSealed(sent.epoch, sent.person);
  await owe(receipt, false);
}

// Remembers that details are to be sealed for a visit; `anew` where they were written just now.
export async function owe({id, venue, token, person, enteredAt}, anew) {
  const days = (await get("kept", "sealedDays")) || {};
  const day = await dayKey(enteredAt, false);
  if (!(await get("kept", "details")) || !anew && day && days[day.day] === person) return;
  await put("kept", "unsealed", {id, venue, token, person, enteredAt});
}

// Seals and sends what is owed. "sent" with the page that answered, "later" without a network, "never" where the
// server or this browser cannot: then only the server's own sealing is left.
export async function payDebt() {
  const owed = await get("kept", "unsealed");
  if (!owed) return {outcome: "sent"};
  const sealed = await sealedCopy(owed.enteredAt, owed.person, true);
  if (!sealed) return {outcome: navigator.onLine === false ? "later" : "never"};
  const fields = {venue: owed.venue, visit: owed.id, token: owed.token, sealed: sealed.blob,
    person: sealed.person, epoch: sealed.epoch};
  const answer = await inTime(fetch(`/visit/contact?lang=${document.documentElement.lang}`,
    {method: "POST", credentials: "same-origin", body: new URLSearchParams(fields)}));
  if (!answer || answer.status >= 500 || answer.status === 429) return {outcome: "later"};
  await remove("kept", "unsealed");
  if (!answer.ok) return {outcome: "never"};
  await markSealed(sealed.epoch, sealed.person);
  return {outcome: "sent", html: await answer.text()};
}
