/* The scanner's page: a tap starts the camera; a code of ours opens its place, anything else is explained. */
import {scanInto} from "./camera.js";
import {recognise} from "./codes.js";
import {readPhoto} from "./reader.js";
import {checkSigned, refreshKeys} from "./signed.js";
import {keepApp} from "./worker.js";
import {say} from "./words.js";

const HINT_AFTER = 15000; // ms without any code
// Somebody may have put these there: the city wants to hear of them.
const SUSPICIOUS = ["look-alike", "userinfo", "homoglyph", "other-host", "program", "forged"];

function element(id) {
  return document.getElementById(id);
}

const scanner = element("scanner");
const ownHosts = JSON.parse(scanner.dataset.hosts);
const ed25519 = scanner.dataset.ed25519;
let running = null;
let hintTimer = 0;

function tell(key, values) {
  element("scan-status").textContent = key ? say(key, values) : "";
}

/* The explanation of a text, or of why there is no picture; none without a kind. */
function show(kind, host) {
  element("scan-found").hidden = !kind;
  element("scan-report").hidden = !SUSPICIOUS.includes(kind);
  if (!kind) return;
  const values = {host: shortened(host || ""), own: ownHosts[0]};
  element("scan-title").textContent = say(kind, values);
  element("scan-do").textContent = say(kind + "-do", values);
  element("scan-found").scrollIntoView({block: "nearest"});
}

/* The end of a long name decides whose it is. */
function shortened(host) {
  return host.length > 60 ? "\u2026" + host.slice(-60) : host;
}

/* One text that was read. True when it opens a place. */
async function take(text) {
  const found = recognise(text, ownHosts);
  wait();
  if (found.kind !== "ours" && found.kind !== "signed") {
    tell("");
    show(found.kind, found.host);
    return false;
  }
  const verdict = found.kind === "signed" ? await judge(found.code) : "ours";
  if (["forged", "retired", "ended"].includes(verdict)) {
    tell("");
    show(verdict);
    return false;
  }
  if (running) running.stop();
  rest();
  show("");
  tell(verdict === "genuine" ? "genuine" : "opening");
  if (navigator.vibrate) navigator.vibrate(60);
  // Made of the code alone: nothing else of the symbol becomes an address.
  location.assign("/V/" + found.code + scanner.dataset.keep);
  return true;
}

async function judge(code) {
  const verdict = await checkSigned(code, ed25519);
  if (verdict !== "unknown") return verdict;
  // A key of last night, or nobody's: only a fresh list knows. Without one the server decides later.
  if (!(await refreshKeys(ed25519, true))) return "unchecked";
  const again = await checkSigned(code, ed25519);
  return again === "unknown" ? "forged" : again;
}

function wait() {
  clearTimeout(hintTimer);
  hintTimer = setTimeout(() => {
    if (!running) return;
    show("");
    tell("slow");
    element("scan-turn").hidden = !running.turn;
  }, HINT_AFTER);
}

/* The picture and its buttons, or what invites to start: a small screen has no room for both. */
function live(on) {
  for (const id of ["scan-view", "scan-controls"]) element(id).hidden = !on;
  for (const id of ["scan-start", "scan-intro"]) element(id).hidden = on;
}

/* Back to how the page began. */
function rest() {
  const hadFocus = element("scan-controls").contains(document.activeElement);
  clearTimeout(hintTimer);
  running = null;
  live(false);
  if (hadFocus) element("scan-start").focus();
}

async function start() {
  live(true);
  element("scan-light").hidden = element("scan-turn").hidden = true;
  element("scan-light").setAttribute("aria-pressed", "false");
  element("scan-stop").focus();
  show("");
  tell("starting");
  let over = false;
  const end = () => { over = true; rest(); tell("stopped"); };
  running = {stop: () => { over = true; }, turn: null};
  try {
    const scan = await scanInto(element("scan-view"), (text) => take(text), end);
    if (over) return scan.stop();
    running = scan;
    element("scan-light").hidden = !scan.light;
    tell("looking");
    wait();
  } catch (fault) {
    rest();
    tell("");
    if (fault.reason !== "stopped") show(fault.reason || "none");
    else tell("stopped");
  }
  return undefined;
}

async function switchLight() {
  const button = element("scan-light");
  const on = button.getAttribute("aria-pressed") !== "true";
  await running.light(on);
  button.setAttribute("aria-pressed", String(on));
}

async function photo() {
  const [file] = element("scan-photo").files;
  if (!file) return;
  stop();
  show("");
  tell("reading");
  try {
    const texts = await readPhoto(file, element("scan-view").dataset.decoder);
    if (!texts.length) tell("nothing-in-photo");
    for (const text of texts) if (await take(text)) break;
    clearTimeout(hintTimer);
  } catch (fault) {
    tell(fault.message === "no picture" ? "no-picture" : "");
    if (fault.message !== "no picture") show("decoder");
  }
  element("scan-photo").value = ""; // the same one again is a choice too
}

function stop() {
  if (!running) return;
  running.stop();
  rest();
  tell("stopped");
}

element("scan-plain").hidden = true;
scanner.hidden = false;
element("scan-start").addEventListener("click", start);
element("scan-stop").addEventListener("click", stop);
element("scan-light").addEventListener("click", () => switchLight().catch(() => { element("scan-light").hidden = true; }));
element("scan-turn").addEventListener("click", () => running.turn());
element("scan-photo").addEventListener("change", photo);
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  tell("");
  show("");
});
refreshKeys(ed25519, false);
keepApp();
