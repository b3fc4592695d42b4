// The time as the server has it, and the ids that hold it.
import {get, put} from "./store.js";

let ahead = null;

// How far the server's clock is ahead of this phone's, in ms. A page from the server says its time; the offline
// shell says none, and then what the last page said is believed: a clock that was wrong mostly still is.
async function difference() {
  if (ahead !== null) return ahead;
  const said = Number(document.documentElement.dataset.now);
  const [entry] = performance.getEntriesByType ? performance.getEntriesByType("navigation") : [];
  if (said && !(entry && entry.type === "back_forward")) {
    // The page was written when its first byte came, not when this line runs on a slow phone.
    const since = entry ? performance.now() - entry.responseStart : 0;
    ahead = Math.round(said - Date.now() + since);
    await put("kept", "clock", ahead);
  } else {
    ahead = (await get("kept", "clock")) || 0;
  }
  return ahead;
}

// Milliseconds since 1970, by the server's clock.
export async function now() {
  return Date.now() + await difference();
}

// 256 fresh random bits in base64url: a device token like those the server makes.
export function deviceToken() {
  return written(crypto.getRandomValues(new Uint8Array(32)));
}

// A UUID version 7 (RFC 9562, section 5.7): 48 bits of time, then 74 random ones.
export function visitId(ms) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let at = 5, rest = ms; at >= 0; at -= 1, rest = Math.floor(rest / 256)) bytes[at] = rest % 256;
  bytes[6] = 0x70 | bytes[6] & 0x0f;
  bytes[8] = 0x80 | bytes[8] & 0x3f;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

// The time inside an id, in ms.
export function timeOf(id) {
  return parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

// Bytes as base64url without padding, and back.
export function written(bytes) {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

export function readBytes(text) {
  return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
}
