// What this phone has to tell the server about visits: kept first, then sent, in order, until it is answered.
//
// A record of the store "queue" is one visit: a check-in that nobody has answered yet, or (`key`) one that the
// server knows, with the changes (`edits`) that are to follow; it stays for as long as a visit may last. Every
// delivery may be lost, or arrive twice or late: ids and versions make the server answer as if it had come once.
import {all, get, put, remove, transact} from "./store.js";
import {timeOf} from "./ids.js";
import {contactFor, noteAnswer, payDebt} from "./contact.js";
import {note} from "./diary.js";
import {PATIENCE, inTime} from "./patience.js";

const DOUBTS = 5;
const LONGEST = 16 * 3600 * 1000;
const TEMPORARY = [408, 425, 429];
const NETWORK = "network";
const BUSY = "busy";
const listeners = [];
let screen = null;
let running = null;
let wanted = false;
let failures = 0;
let doubts = 0;
let alarm = 0;

// `hear(record, {receipt, html} | {refused: {title, detail}} | {later: true})`, after each step of a record.
export function listen(hear) {
  listeners.push(hear);
}

function tell(record, news) {
  listeners.forEach((hear) => hear(record, news));
}

// Lets a page post a check-in itself, so that the server's own page comes back: `post()` gives its text, or null.
export function onScreen(id, post) {
  screen = {id, post};
}

// Visits that the server does not have yet, or not as they are; the oldest first. Refused ones have `refused`.
export async function waiting() {
  return (await all("queue")).filter((one) => !one.key || one.edits.length).sort((one, other) => due(one) - due(other));
}

function due(record) {
  return record.key ? record.edits[0].at : timeOf(record.id);
}

export function forget(id) {
  return remove("queue", id);
}

// A check-in: {id, code, device, typed, seen, companions, children}. On disk when the promise is kept.
export async function enqueue(command) {
  const record = Object.assign({key: null, edits: [], tried: 0, leftAt: null}, command);
  record.contact = await contactFor(timeOf(record.id));
  await put("queue", record.id, record);
  return record;
}

// Leaves, stays or withdraws. `key` {venue, visit, token, version} where the server has answered the visit.
// What has never left the phone is changed in place; a withdrawal then leaves nothing to send.
export function edit(id, kind, at, key) {
  return transact("queue", id, (old) => {
    if (!old && !key) return undefined;  // another tab has sent it and forgotten it
    const record = old || {id, key, edits: []};
    // A clock that was set back meanwhile must not make a visit end before it began: that would be refused.
    record.leftAt = kind === "stay" ? null : Math.max(at, timeOf(id) + 1000);
    record.withdrawn = kind === "withdraw";
    if (!record.key && !record.tried) return record.withdrawn ? undefined : record;
    if (key && !record.edits.length) record.key = key;
    record.edits.push({kind, at: record.leftAt || at});
    return record;
  });
}

// Sends whatever waits; one sender at a time.
export function sendAll() {
  wanted = true;
  running = running || alone(run).catch(() => later()).then(() => {
    running = null;
    return wanted ? sendAll() : undefined;
  });
  return running;
}

// Only one tab sends. Correctness does not rest on it, so a tab that sleeps with the lock is not waited for long.
function alone(work) {
  return new Promise((resolve, reject) => {
    let begun = null;
    const go = () => {
      if (begun) return undefined;
      begun = work();
      begun.then(resolve, reject);
      return begun;
    };
    setTimeout(go, PATIENCE / 2);
    // Where a lock cannot be had at all, it goes without.
    if (navigator.locks) navigator.locks.request("ghe queue", go).catch(go);
    else lease(go, () => begun).catch(go);
  });
}

async function lease(go, begun) {
  const me = String(Math.random());
  const until = () => Date.now() + 2 * PATIENCE;
  const taken = await transact("kept", "sender",
    (old) => (old && old.until > Date.now() ? old : {me, until: until()}));
  if (taken.me !== me) return begun() || setTimeout(() => lease(go, begun), 500);
  try {
    return await go();
  } finally {
    await remove("kept", "sender");
  }
}

async function run() {
  while (wanted) {
    wanted = false;
    await round();
  }
  payDebt().then(({outcome}) => { if (outcome === "later") later(0); }).catch(() => {});
}

async function round() {
  const left = new Set();  // what the server could not take now must not hold up other visits
  for (;;) {
    const record = (await waiting()).find((one) => !one.refused && !left.has(one.id));
    if (!record) break;
    // A phone that knows that it has no network need not try, and the whole visit can still be one request. Some
    // browsers inside apps are always wrong about it, so they are believed for a minute.
    if (navigator.onLine === false && doubts < DOUBTS) {
      doubts += 1;
      later();
    } else {
      const again = await step(record);
      if (again) left.add(record.id);
      if (again !== NETWORK) continue;
    }
    (await waiting()).forEach((one) => tell(one, {later: true}));
    return;
  }
  if (!left.size) failures = 0;
}

function later(least = 0) {
  failures = Math.min(failures + 1, 8);
  clearTimeout(alarm);
  // Twice as long each time, and never all phones at once when a server comes back.
  alarm = setTimeout(sendAll, Math.max(least, 2 ** failures * 1000) * (0.5 + Math.random()));
}

// Sends the next thing of a record; gives why it has to be sent again, or nothing.
async function step({id}) {
  // Marked before it is sent: from now on the server may have it, so changes follow it instead of changing it.
  const record = await transact("queue", id, (old) => {
    if (!old) return old;
    if (old.key) old.edits[0].version = old.edits[0].version || old.key.version;
    old.tried = (old.tried || 0) + 1;
    return old;
  });
  if (!record) return null;
  const answer = record.key ? await sendEdit(record) : await sendCheckIn(record);
  if (answer.again) {
    later(answer.after);
    if (answer.again === BUSY) tell(record, {later: true});
    return answer.again;
  }
  if (answer.refused) await refuse(record, answer.refused);
  else await acknowledge(record, answer);
  tell(record, answer);
  return null;
}

async function sendCheckIn(record) {
  if (screen && screen.id === record.id && !record.leftAt) {
    const page = await inTime(screen.post());
    const receipt = page && receiptIn(page);
    if (receipt) return {receipt, html: page};
    if (page === undefined) return {again: NETWORK};  // too slow already: asking twice takes twice as long
  }
  const {id, code, device, typed, seen, companions, children, contact, leftAt} = record;
  const sent = {visit: id, code, device, typed, seen, companions, children};
  if (contact) sent.contact = contact;
  if (leftAt) sent.left_at = new Date(leftAt).toISOString();
  return post("check-ins", sent);
}

function sendEdit({key: {venue, visit, token}, edits: [{kind, at, version}]}) {
  const sent = {venue, visit, token};
  if (kind === "withdraw") return post("withdrawals", sent);
  return post("check-outs", Object.assign(sent, {version, left_at: kind === "leave" ? new Date(at).toISOString() : null}));
}

async function post(path, sent) {
  const answer = await inTime(fetch(`/api/v1/${path}?lang=${document.documentElement.lang}`, {
    method: "POST", credentials: "same-origin", headers: {"content-type": "application/json"}, body: JSON.stringify(sent),
  }).then(async (got) => ({got, body: await got.json().catch(() => ({}))})));
  if (!answer) return {again: NETWORK};
  const {got, body} = answer;
  if (got.ok && body.check_out_token) return {receipt: fromApi(body)};
  // Only the service itself ends an entry: a portal of some café's network answers anything with anything.
  const named = /^\/problems\//.test(body.type) && got.status < 500 && !TEMPORARY.includes(got.status);
  if (named) return {refused: {title: body.title, detail: body.detail, kind: body.type}};
  return {again: BUSY, after: 1000 * Number(got.headers.get("retry-after") || 0)};
}

// A receipt of the interface in the form that pages have it in.
function fromApi(body) {
  return {
    id: body.visit, venue: body.venue, token: body.check_out_token, version: body.version, person: body.person,
    name: body.venue_name, address: body.venue_address, zone: body.zone_name, contact: body.contact,
    enteredAt: Date.parse(body.entered_at), leftAt: body.left_at && Date.parse(body.left_at),
    withdrawn: Boolean(body.withdrawn_at),
  };
}

// The receipt inside a page of the server, or null: then it is no receipt.
export function receiptIn(page) {
  const found = new DOMParser().parseFromString(page, "text/html").getElementById("receipt");
  return found && JSON.parse(found.dataset.of);
}

async function acknowledge(record, {receipt}) {
  const {id, venue, token, version} = receipt;
  await transact("queue", record.id, (old) => {
    const {code, leftAt, edits} = old;
    if (record.key) edits.shift();
    // It turned out to be an earlier visit that went on: that one is to be ended.
    else if (record.leftAt && !receipt.leftAt && !edits.length) edits.push({kind: "leave", at: record.leftAt});
    if (receipt.withdrawn && !edits.length) return undefined;
    return {id: record.id, code, leftAt, edits, key: {venue, visit: id, token, version}};
  });
  await tidy();
  if (record.id !== id) await remove("diary", record.id);  // a visit that was there already went on
  await note(receipt);
  if (record.key) return;
  await remove("kept", "device");  // the answer has made it this browser's cookie
  await noteAnswer(receipt, record.contact);
  fetch("/api/v1/notices").then((got) => got.json()).then(({unread}) => put("kept", "unread", unread))
    .catch(() => {});
}

// An edit that is refused is dropped and those after it go on; a check-in stays to be shown, without its secrets.
async function refuse(record, refused) {
  await transact("queue", record.id, (old) => {
    if (!record.key) return {id: record.id, code: record.code, refused, edits: [], key: null};
    old.edits.shift();
    return old;
  });
  if (!record.key) await remove("diary", record.id);
}

// What is the same in all ways to write a venue's code: a screen's begins with it, a signed one (123 characters)
// has it behind its form and its key.
export function placeOf(code) {
  const plain = code.replace(/-/g, "").toUpperCase();
  return plain.substr(plain.length > 100 ? 3 : 0, 17);
}

// Visits that have been told and cannot last any longer are nobody's business on this phone.
async function tidy() {
  const past = Date.now() - LONGEST;
  const over = (await all("queue")).filter((one) => one.key && !one.edits.length && timeOf(one.id) < past);
  await Promise.all(over.map((one) => remove("queue", one.id)));
}

// The visit that this phone began with a code and has not ended, or null.
export async function openAt(code) {
  const place = placeOf(code);
  const here = (await all("queue")).filter((one) => placeOf(one.code || "") === place && !one.refused && !one.leftAt);
  return here.find((one) => timeOf(one.id) > Date.now() - LONGEST) || null;
}

function wake() {
  doubts = 0;
  if (!document.hidden) sendAll();
}

export function deviceKept() {
  return get("kept", "device");
}

addEventListener("online", wake);
document.addEventListener("visibilitychange", wake);
setTimeout(wake);
