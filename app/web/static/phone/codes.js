/* What a scanned text is: a code of this installation, or something else that is explained and never followed.
 *
 * Only a code goes on from here, and only to an address that this installation makes itself: what a symbol says is
 * never opened as it stands. So whether a text is ours is decided by one strict form; everything after that is
 * words for people, and a mistake there opens nothing. app/domain/addresses.py reads codes by the same rules.
 */
import {explain} from "./foreign.js";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const FORGIVEN = {O: 0, I: 1, L: 1};
const BETWEEN = /[ \-.\u00a0\t]/g;
const CODE_LENGTH = 17;
const HEAD_LENGTH = 3;
const FORMS = {17: "plain", 27: "screen", 123: "signed"};
const OURS = /^(?:https?:\/\/)?([0-9a-z.:[\]-]+)\/v\/([^/?#]*)\/?(?:[?#].*)?$/i;
const BARE = /^[0-9a-z](?:[0-9a-z -]*[0-9a-z])?$/i;
const GROUPED = /^\w{4}([ -])\w{4}\1\w{4}\1\w{5}$/;
const LONGEST = 4296; // characters: no symbol holds more

/* The values, 0 to 31, of characters as they are printed or typed; null where one is none of the alphabet's. */
export function valuesOf(text) {
  const values = [];
  for (const character of text.toUpperCase().replace(BETWEEN, "")) {
    const value = character in FORGIVEN ? FORGIVEN[character] : ALPHABET.indexOf(character);
    if (value < 0) return null;
    values.push(value);
  }
  return values;
}

function charactersOf(values) {
  return values.map((value) => ALPHABET[value]).join("");
}

function timesAlpha(value) {
  const doubled = value << 1;
  return doubled & 32 ? doubled ^ 37 : doubled;
}

/* Whether the last of 17 values is the check character of the others: app/domain/codes.py says why this one. */
function fits(values) {
  const remainder = values.slice(0, -1).reduce((sum, value) => timesAlpha(sum ^ value), 0);
  return values.length === CODE_LENGTH && remainder === values[CODE_LENGTH - 1];
}

/* What stands behind /V/: {form, code} in capitals without anything between, or null. */
export function readAddress(text) {
  const form = FORMS[Array.from(text.replace(BETWEEN, "")).length] || "plain";
  const values = valuesOf(text);
  if (values === null || FORMS[values.length] !== form) return null;
  const start = form === "signed" ? HEAD_LENGTH : 0;
  if (!fits(values.slice(start, start + CODE_LENGTH))) return null;
  // One spelling for each: the form's number, and nothing in the three bits that a signature leaves over.
  if (form === "signed" && (values[0] !== 1 || values[values.length - 1] & 7)) return null;
  return {form, code: charactersOf(values)};
}

/* {kind, ...}: "ours" and "signed" carry the code to go on with, "mistyped" is ours and badly read; for every
 * other kind see foreign.js. `ownHosts` are host names as posters print them, with a port where they have one. */
export function recognise(text, ownHosts) {
  const said = text.trim();
  if (said.length > LONGEST) return {kind: "text"};
  const address = OURS.exec(said);
  if (address && ownHosts.includes(address[1].toLowerCase())) return judged(readAddress(address[2]));
  return bare(said) || explain(said, ownHosts);
}

function judged(read) {
  if (read === null) return {kind: "mistyped"};
  return {kind: read.form === "signed" ? "signed" : "ours", form: read.form, code: read.code};
}

/* A code without its address, as it stands beside the symbol. Digits alone are other things: numbers of people. */
function bare(said) {
  const packed = said.replace(BETWEEN, "");
  if (!BARE.test(said) || !/[a-z]/i.test(said) || !FORMS[packed.length]) return null;
  return packed === said || GROUPED.test(said) ? judged(readAddress(said)) : null;
}
