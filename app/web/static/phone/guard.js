/* The staff page at a door: the field keeps the scanner's keystrokes, each scan is sent without leaving the page.
 *
 * Nothing is kept on this device. Only the service knows whether a card is blocked or expired, and a number is a
 * person's: so without a network a scan is refused in words, and the number stays in the field alone.
 */
import {scanInto} from "./camera.js";

const KEPT = 5; // answers that stay in sight: somebody scans three cards in three seconds
const PATIENCE = 15000;

const part = (id) => document.getElementById(id);
const form = part("scan");
const field = part("number");
const waiting = [];
let busy = false;
let camera = null;

/* A scanner types wherever the focus is: digits and the sign before them go to the field. The Tab key stays free. */
document.addEventListener("keydown", (event) => {
  const elsewhere = document.activeElement !== field && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (elsewhere && /^[0-9\]]$/.test(event.key)) take();
});
window.addEventListener("focus", () => { if (document.activeElement === document.body) take(); });
document.addEventListener("click", (event) => {
  if (!event.target.closest("a, button, input, summary, label")) take();
});

function take() {
  field.focus({preventScroll: true});
  field.select();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const number = field.value.trim();
  field.value = "";
  take();
  if (number) enqueue(form.action, {number}, null);
});

part("said").addEventListener("submit", (event) => {
  event.preventDefault();
  enqueue(event.target.action, Object.fromEntries(new FormData(event.target)), event.target.closest("article"));
  take();
});

async function enqueue(action, values, item) {
  waiting.push([action, values, item]);
  if (busy) return;
  busy = true;
  while (waiting.length) await send(...waiting.shift());
  busy = false;
}

async function send(action, values, item) {
  const page = await answered(action, values);
  const answer = page === null ? part("offline").content : page.getElementById("said");
  if (answer === null) { // signed out, or the venue is no more: the page itself says which
    location.reload();
    return;
  }
  const fresh = document.importNode(answer, true).querySelector("article");
  if (fresh !== null) show(fresh, item);
  if (page !== null) part("counted").replaceWith(document.importNode(page.getElementById("counted"), true));
  const kind = fresh === null ? "" : fresh.dataset.kind;
  if ((kind === "refused" || kind === "offline") && values.number && !field.value) {
    field.value = values.number; // to be looked at and mended; the next scan takes its place
    take();
  }
}

async function answered(action, values) {
  const patience = new AbortController();
  const over = setTimeout(() => patience.abort(), PATIENCE);
  try {
    const answer = await fetch(action, {method: "POST", body: new URLSearchParams(values), signal: patience.signal});
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch (fault) {
    return null;
  } finally {
    clearTimeout(over);
  }
}

function show(fresh, item) {
  const said = part("said");
  if (item !== null && item.parentNode === said) item.replaceWith(fresh);
  else said.insertBefore(fresh, said.firstChild);
  while (said.children.length > KEPT) said.lastElementChild.remove();
}

async function cameraOn() {
  part("no-camera").hidden = true;
  try {
    camera = await scanInto(part("picture"), (text) => enqueue(form.action, {number: text}, null), cameraIsOff);
  } catch (fault) {
    part("no-camera").hidden = false;
    return;
  }
  part("camera-on").hidden = true;
  part("camera-off").hidden = false;
}

function cameraIsOff() {
  part("camera-on").hidden = false;
  part("camera-off").hidden = true;
}

part("camera-on").addEventListener("click", cameraOn);
part("camera-off").addEventListener("click", () => {
  camera.stop();
  cameraIsOff();
  take();
});
part("camera-part").hidden = false;
take();
