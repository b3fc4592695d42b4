/* Is a signed code genuine? Answered on the phone, with or without a network: docs/codes.md, "Signed codes".
 *
 * Kept under "codeKeys": {issued, keys: {id: base64url}, retired: [id], ended: "ten characters each", at: ms}.
 */
import {loadScript} from "./load.js";
import {get, put} from "./store.js";
import {readBytes} from "./ids.js";
import {valuesOf} from "./codes.js";

const LIST = "/api/v1/codes/keys";
const HEAD = 20;
const KEY_AT = 1;
const CODE_AT = 3;
const PREFIX = 10;
const SIGNATURE_BYTES = 64;
const AN_HOUR = 3600000;

/* "genuine", "forged", "retired", "ended", "unknown" (a key that this phone has not heard of), or "unchecked" (no list
 * yet, or a browser that cannot compute). `own` is the address of ed25519.js. */
export async function checkSigned(code, own) {
  const known = await get("kept", "codeKeys");
  if (!known || !window.crypto || !crypto.subtle) return "unchecked";
  const head = code.slice(0, HEAD);
  const key = code.slice(KEY_AT, CODE_AT);
  if (known.retired.includes(key)) return "retired";
  if (!Object.prototype.hasOwnProperty.call(known.keys, key)) return "unknown";
  try {
    const said = encoded("ghe signed code\n" + head);
    if (!(await verifies(readBytes(known.keys[key]), said, signatureOf(code), own))) return "forged";
  } catch (fault) {
    return "unchecked";
  }
  return hasEnded(known.ended, code.slice(CODE_AT, CODE_AT + PREFIX)) ? "ended" : "genuine";
}

/* Bring the list up to date, at most once an hour unless a code says that there must be more. What is there stays
 * where nothing better comes. True when the list is fresh. */
export async function refreshKeys(own, needed) {
  const known = await get("kept", "codeKeys");
  const age = known ? Date.now() - known.at : AN_HOUR;
  if (age >= 0 && age < AN_HOUR && !needed) return true;
  try {
    const answer = await fetch(known ? LIST + "?since=" + encodeURIComponent(known.issued) : LIST);
    const merged = answer.ok ? joined(await believed(await answer.json(), known, own), known) : null;
    if (merged) await put("kept", "codeKeys", Object.assign(merged, {at: Date.now()}));
    return merged !== null;
  } catch (fault) {
    return false; // no network, or not what a list looks like
  }
}

/* What a document says when a key that is known already has signed it; null when none has. At the first contact its
 * own keys will do: then trust rests on the connection. */
export async function believed(document, known, own) {
  const list = JSON.parse(document.list);
  if (list.v !== 1 || list.ended.length % PREFIX) return null;
  const trusted = known ? known.keys : list.keys;
  for (const key of Object.keys(document.signatures)) {
    if (!Object.prototype.hasOwnProperty.call(trusted, key)) continue;
    const said = encoded("ghe code list\n" + document.list);
    if (await verifies(readBytes(trusted[key]), said, readBytes(document.signatures[key]), own)) return list;
  }
  return null;
}

/* The list with what was known before. An older one, or one with a gap before it, is not taken: somebody who can
 * answer for the server could otherwise make an ended code good again. */
export function joined(list, known) {
  if (!list || (known && Date.parse(list.issued) < Date.parse(known.issued))) return null;
  if (list.since !== null && !(known && Date.parse(list.since) <= Date.parse(known.issued))) return null;
  const before = list.since === null ? "" : known.ended;
  const fresh = list.ended.match(/.{10}/g) || [];
  const added = fresh.filter((prefix) => !hasEnded(before, prefix)).join("");
  return {issued: list.issued, keys: list.keys, retired: list.retired, ended: before + added};
}

function hasEnded(ended, prefix) {
  for (let at = ended.indexOf(prefix); at >= 0; at = ended.indexOf(prefix, at + 1)) {
    if (at % PREFIX === 0) return true;
  }
  return false;
}

/* WebCrypto where it knows Ed25519; where it does not, it says so by throwing, and our own is fetched. */
async function verifies(key, message, signature, own) {
  try {
    const imported = await crypto.subtle.importKey("raw", key, {name: "Ed25519"}, false, ["verify"]);
    return await crypto.subtle.verify({name: "Ed25519"}, imported, signature, message);
  } catch (fault) {
    await loadScript(own);
    return window.gheEd25519(key, message, signature);
  }
}

/* The 64 bytes behind the head: 103 characters of five bits, of which the last three are left over. */
function signatureOf(code) {
  const bytes = [];
  let bits = 0;
  let held = 0;
  for (const value of valuesOf(code.slice(HEAD))) {
    held = ((held << 5) | value) & 4095;
    bits += 5;
    if (bits >= 8) bytes.push((held >> (bits -= 8)) & 255);
  }
  return new Uint8Array(bytes.slice(0, SIGNATURE_BYTES));
}

function encoded(text) {
  return new TextEncoder().encode(text);
}
