/* What a text is that is no code of ours, for people to read. Nothing here opens, sends or keeps anything.
 *
 * explain(text, ownHosts) -> {kind, host?}. `host` is as the network reads it: punycode where letters are foreign.
 * The kinds "bank" and "identity" carry nothing at all of what was read, and are looked for first.
 */

const BANK = [
  /^0002\d\d/, // EMVCo merchant and VietQR: the length and value of field 00
  /^(?:BCD|SPC)\r?\n/, // transfers in Europe and Switzerland
  /^2\|99\|/, // MoMo
  /^(?:upi|bitcoin|ethereum|lightning|momo|zalopay|vnpay|alipays|alipayqr|wxp|weixin|payto):/i,
];
const IDENTITY = [
  /^\d{12}$/, // the number of a citizen card
  /^\d{17}[\dxX]$/, // of a Chinese one
  /\|[^]*\|/, // citizen card, health insurance, personal codes of 2021: fields between bars
  /^[ACIPV][A-Z0-9<][A-Z<]{3}[A-Z0-9<\s]{20,}$/, // the machine-readable lines of passports and cards
  /^(?:BEGIN:VCARD|MECARD:|BIZCARD:)/i,
];
const OTHER_SYSTEM = /^(?:HC1|NZCP|NZCOVIDTRACER|RECARTDIVOCZN|UKC19TRACING|HKEN|CH1|shc):/i;
const OTHER_HOSTS = [
  "pccovid.gov.vn", "tokhaiyte.vn", "antoan-covid.tphcm.gov.vn", "bluezone.gov.vn", "vneid.gov.vn",
  "notify-me.ch", "coronawarn.app", "luca-app.de", "tac.gouv.fr", "tousanticovid.gouv.fr",
  "safeentry-qr.gov.sg", "tracetogether.gov.sg", "tracing.covid19.govt.nz", "service.nsw.gov.au",
  "leavehomesafe.gov.hk", "crowdnotifier.org",
];
const PROGRAM = /^(?:javascript|vbscript|data|blob|file|filesystem|about|view-source):/i;
const COMMAND =
  /^(?:tel|callto|sms|smsto|mms|mmsto|mailto|matmsg|wifi|geo|intent|market|itms|facetime|skype|whatsapp|zalo|tg|otpauth|webcal|begin):/i;
const MAIL_ADDRESS = /^[^\s@/\\:]+@[^\s@/\\]+$/;
const ANY_SCHEME = /^[a-z][a-z0-9+.-]*:(?!\d{1,5}(?:[/?#]|$))/i;
const WITH_SCHEME = /^(?:https?|ftps?|wss?):[\\/]*([^\\/?#]*)/i;
const WITHOUT_SCHEME = /^(?:[\\/]{2})?([^\s\\/?#]+\.[^\s\\/?#]{2,}|[^\s\\/?#]+:\d{1,5})(?:[\\/?#]|$)/;
// Browsers leave these out of an address, so they are left out before it is looked at.
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;
const DAMM = [
  "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
  "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
];
const CARD_LENGTH = 15;

export function explain(said, ownHosts) {
  if (BANK.some((form) => form.test(said))) return {kind: "bank"};
  if (isCard(said)) return {kind: "card"};
  if (IDENTITY.some((form) => form.test(said))) return {kind: "identity"};
  if (OTHER_SYSTEM.test(said)) return {kind: "other-system"};
  const clean = said.replace(UNSEEN, "").trim();
  if (PROGRAM.test(clean)) return {kind: "program"};
  if (COMMAND.test(clean)) return {kind: "command"};
  if (MAIL_ADDRESS.test(clean)) return {kind: "text"};
  const web = WITH_SCHEME.exec(clean) || (!ANY_SCHEME.test(clean) && WITHOUT_SCHEME.exec(clean));
  if (web) return explainSite(web[1], ownHosts);
  return {kind: ANY_SCHEME.test(clean) ? "command" : "text"};
}

/* The number of one of our cards for people without a phone: app/domain/card_numbers.py. */
function isCard(said) {
  const digits = said.replace(/[ -]/g, "");
  if (digits.length !== CARD_LENGTH || /\D/.test(digits)) return false;
  return Array.from(digits).reduce((state, digit) => Number(DAMM[state][Number(digit)]), 0) === 0;
}

function explainSite(authority, ownHosts) {
  const written = authority.slice(authority.lastIndexOf("@") + 1);
  const read = readHost(written);
  if (read === null) return {kind: "text"};
  const host = read.host;
  const own = ownHosts.map((each) => readHost(each) || {host: each, name: each});
  if (authority !== written) return {kind: "userinfo", host};
  const plain = /^[\x21-\x7e]+$/.test(written) && !written.includes("%");
  if (plain && own.some((each) => each.host === host)) return {kind: "own-page"};
  if (!plain || /(?:^|\.)xn--/.test(read.name)) return {kind: "homoglyph", host};
  if (OTHER_HOSTS.some((each) => read.name === each || read.name.endsWith("." + each))) {
    return {kind: "other-system", host};
  }
  return {kind: own.some((each) => isAlike(read.name, each.name)) ? "look-alike" : "other-host", host};
}

/* A host as the browser would ask for it, with and without its port; null where it would ask nobody. */
function readHost(written) {
  try {
    const read = new URL("https://" + written);
    return {host: read.host, name: read.hostname};
  } catch (fault) {
    return null;
  }
}

/* Whether somebody in a hurry takes one name for the other. */
function isAlike(name, own) {
  const one = skeleton(name);
  const other = skeleton(own);
  if (name === own || one === other) return true;
  // The whole of ours inside another: ghe.city.vn.evil.com, ghe-city-vn.com; or its beginning: ghe-city.com.
  const start = skeleton(own.split(".").slice(0, 2).join(""));
  if (one.includes(other) || (start.length > 5 && own.split(".").length > 2 && one.includes(start))) return true;
  return distance(one, other) <= Math.min(3, Math.max(1, Math.floor(other.length / 5)));
}

/* Letters that look like others become those, and what only parts them goes. */
function skeleton(name) {
  const plain = name.replace(/[.\-_]/g, "").replace(/rn/g, "m").replace(/vv/g, "w").replace(/cl/g, "d");
  return plain.replace(/[01357589il]/g, (c) => ({0: "o", 1: "l", i: "l", 3: "e", 5: "s", 7: "t", 8: "b", 9: "g"}[c] || c));
}

/* Edits between two words, neighbours changed round counting as one (optimal string alignment). */
function distance(one, other) {
  let before = [];
  let above = Array.from({length: other.length + 1}, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1;
      row[j] = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + same);
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (swapped) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    before = above;
    above = row;
  }
  return above[other.length];
}
