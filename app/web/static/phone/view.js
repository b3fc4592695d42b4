// What the pages at a door show: the server's own page, or the phone's receipt while there is no server.
import {learn, say} from "./words.js";

// An element with text in it, never markup: names come from venues.
export function element(tag, className, ...inside) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...inside);
  return made;
}

export function fill(...parts) {
  const main = document.querySelector("main");
  main.textContent = "";
  main.append(...parts);
  reveal(main);
  return main;
}

function reveal(main) {
  // Whoever cannot see the screen hears the new page from its beginning, as after a real navigation.
  main.focus();
  scrollTo(0, 0);
}

// Puts a page of the server in place of this one: main part, title, choice of language, and the language itself, for
// a receipt speaks more of them than a door. The address stays, and opens the receipt again; what the history keeps
// of it is nothing.
export function swap(page) {
  const fresh = new DOMParser().parseFromString(page, "text/html");
  document.documentElement.lang = fresh.documentElement.lang;
  for (const part of ["main", ".top-end", ".languages", ".foot"]) {
    const [old, made] = [document.querySelector(part), fresh.querySelector(part)];
    if (old && made) old.replaceWith(document.adoptNode(made));
    else if (made && part === ".languages") document.querySelector("main").after(document.adoptNode(made));
  }
  const sentences = fresh.getElementById("words");
  if (sentences) learn(sentences.textContent);
  document.title = fresh.title;
  history.replaceState(null, "", location.pathname + location.search);
  reveal(document.querySelector("main"));
}

export function clockTime(ms) {
  return dated(ms, "en-GB", {hour: "2-digit", minute: "2-digit"});
}

function dated(ms, style, parts) {
  return new Intl.DateTimeFormat(style, Object.assign({timeZone: say("zone")}, parts)).format(ms);
}

export function pressable(kind, label, look) {
  const form = element("form");
  form.dataset.phone = kind;
  form.method = "post";
  const button = element("button", `button button-${look}`, label);
  form.append(button);
  return form;
}

// The phone's own receipt. It has no sign of the hour, on purpose: the sign says that the server has the visit, and
// a guard who sees none asks, or lets in, knowing that. Nothing here may look like it. `visit`: {id, place: {name,
// address} as far as known, enteredAt, leftAt, sent: the server has it}, `keeps`: whether it outlives this page.
export function showWaiting({id, place, enteredAt, leftAt, sent}, keeps) {
  const came = sent ? "recorded" : "youCame";
  const heading = element("h1", "", element("span", "", say(leftAt ? "youLeft" : came)), " ",
    element("strong", "", clockTime(leftAt || enteredAt)));
  const state = sent ? [] : [element("p", "receipt-unsent", say("unsent"))];
  const panel = element("section", "receipt receipt-waiting", ...state, heading,
    element("p", "receipt-date", dated(enteredAt, "en-GB", {day: "2-digit", month: "2-digit", year: "numeric"})),
    element("div", "receipt-venue", element("p", "receipt-name", place.name || say("somePlace")),
      element("p", "receipt-address", place.address || "")),
    element("p", "receipt-note", say(sent ? "noSignNow" : "noSign")));
  const bar = element("div", "action-bar", leftAt ? pressable("stay", say("stay"), "secondary")
    : pressable("leave", say("leave"), "primary"));
  const more = element("details", "", element("summary", "", say("mistake")),
    pressable("withdraw", say("withdraw"), "danger"));
  const next = sent ? [] : [element("p", "", say(keeps ? "unsentNext" : "unsentStay"))];
  const main = fill(panel, bar, ...next, more);
  main.querySelectorAll("form").forEach((form) => { form.dataset.visit = id; });
  document.title = `${say(sent ? "recorded" : "unsent")} - Ghé`;
}

export function showWords(title, detail) {
  const home = element("a", "button button-secondary", say("home"));
  home.href = "/";
  fill(element("h1", "", title), element("p", "lead", detail), element("p", "", home));
  document.title = `${title} - Ghé`;
}
