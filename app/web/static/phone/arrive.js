// The taps at a door, whoever drew it: the server, or this phone without a network.
import {get, lasting, put} from "./store.js";
import {deviceToken, now, timeOf, visitId} from "./ids.js";
import {note} from "./diary.js";
import {PATIENCE} from "./patience.js";
import {edit, enqueue, listen, onScreen, placeOf, sendAll} from "./queue.js";
import {showWaiting, showWords, swap} from "./view.js";
import {say} from "./words.js";

let shown = null;  // the visit on this screen: {id, place: {name, address}, enteredAt}

// What the page of the server that stands here says of its visit, or null.
export function shownReceipt() {
  const found = document.getElementById("receipt");
  return found && JSON.parse(found.dataset.of);
}

// Posts as a form would have, so that the answer is a page. Its text; null for any status but 200.
async function postForm(address, fields) {
  const answer = await fetch(address,
    {method: "POST", credentials: "same-origin", headers: {accept: "text/html"}, body: new URLSearchParams(fields)});
  return answer.ok ? answer.text() : null;
}

// Shows how a visit of this phone stands: the server's receipt of it, or the phone's own.
export async function standing(visit) {
  shown = visit || shown;
  if (!shown) return;
  const record = await get("queue", shown.id);
  if (!record) showWords(say("takenBack"), say("takenBackNext"));
  else if (record.refused) showWords(record.refused.title, record.refused.detail);
  else if (record.withdrawn) showWords(say("takenBack"), say("takenBackLater"));
  else {
    const sent = Boolean(record.key && !record.edits.length);
    if (sent && await fromServer(record.key)) return;
    showWaiting(Object.assign({enteredAt: timeOf(record.id)}, shown, {leftAt: record.leftAt, sent}), await lasting());
  }
}

// Whether the server showed its own receipt.
async function fromServer({venue, visit, token}) {
  const address = `/visit/show?lang=${document.documentElement.lang}`;
  const page = await postForm(address, {venue, visit, token}).catch(() => null);
  if (page) swap(page);
  return page;
}

listen(async (record, {receipt, html, refused}) => {
  if (!shown || shown.id !== record.id) return;
  if (refused) showWords(refused.title, refused.detail);
  else if (html) swap(html);
  else if (receipt && receipt.withdrawn) await fromServer({venue: receipt.venue, visit: receipt.id, token: receipt.token});
  else await standing();
});

// A number of companions that the server will take: without it, it cannot ask again.
function people(typed) {
  return Math.min(Math.max(Math.floor(Number(typed)) || 0, 0), 60);
}

// Checks in: keeps it, then sends it. `fields` are the form's, `place` what is known of the venue, `action` where
// the form posts to, if anywhere.
export async function arrive(code, fields, place, action) {
  // What a screen's code proves is bound to the id and the token that its page came with.
  const id = fields.seen ? fields.visit : visitId(await now());
  const device = !fields.seen && await get("kept", "device") || fields.device || deviceToken();
  await put("kept", "device", device);
  const {contact} = await enqueue({
    id, code, device, typed: fields.by === "typed", seen: fields.seen || "",
    companions: people(fields.companions), children: Math.min(people(fields.companions), people(fields.children)),
  });
  shown = {id, place};
  await note(Object.assign({id, code: placeOf(code), enteredAt: timeOf(id), leftAt: null}, place));
  if (action) {
    const sealed = contact ? {sealed: contact.blob, person: contact.person, epoch: contact.epoch} : {};
    onScreen(id, () => postForm(action, Object.assign({}, fields, {visit: id, device}, sealed)));
  }
  await send();
}

// Leaves, stays or withdraws the visit on the screen: the server's (`receipt`), or one that only this phone has.
async function change(kind, id, receipt) {
  if (receipt) shown = {id, place: {name: receipt.name, address: receipt.address}, enteredAt: receipt.enteredAt};
  const key = receipt && {venue: receipt.venue, visit: receipt.id, token: receipt.token, version: receipt.version};
  if (kind === "withdraw") await note({id, withdrawn: true});  // the diary forgets it, sent or not
  if (await edit(id, kind, await now(), key)) await send();
  else if (kind === "withdraw") await standing();
  else location.reload();
}

// Shows the phone's own receipt where the server takes too long; it is replaced when the answer comes.
async function send() {
  let slow = setTimeout(standing, PATIENCE);
  await sendAll();
  clearTimeout(slow);
}

async function checkIn(form) {
  const fields = {};
  new FormData(form).forEach((value, name) => { fields[name] = value; });
  fields.by = fields.by || new URLSearchParams(location.search).get("by");
  const {code, name, address} = form.dataset;
  await arrive(code, fields, {name, address}, form.getAttribute("action"));
}

function changing(kind) {
  return (form) => {
    const receipt = shownReceipt();
    return change(kind, receipt ? receipt.id : form.dataset.visit, receipt);
  };
}

const takers = {"check-in": checkIn, leave: changing("leave"), stay: changing("stay"), withdraw: changing("withdraw")};

// Who takes over the forms with data-phone="kind".
export function takes(kind, taker) {
  takers[kind] = taker;
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const taker = takers[form.dataset.phone];
  if (!taker) return;
  event.preventDefault();
  if (form.dataset.busy) return;
  form.dataset.busy = "yes";
  form.setAttribute("aria-busy", "true");
  try {
    await taker(form);
  } catch (fault) {
    // Whatever a script cannot do, the form itself can. What was kept is answered as the same visit.
    if (form.getAttribute("action")) form.submit();
    else throw fault;
  }
  delete form.dataset.busy;
  form.removeAttribute("aria-busy");
});

document.addEventListener("visibilitychange", () => {
  if (!document.hidden && shown && !shownReceipt()) sendAll().then(() => standing());
});
