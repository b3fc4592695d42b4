// A door without a network, drawn by the phone's own page: what is known of the venue, and the same tap.
import {all} from "./store.js";
import {standing} from "./arrive.js";
import {openAt, placeOf} from "./queue.js";
import {element, pressable} from "./view.js";
import {say} from "./words.js";

// Fills `main` for the code in an address. Nothing is asked of anybody.
export async function show(main, code) {
  const place = await knownPlace(code);
  const here = await openAt(code);
  if (here) {
    await standing({id: here.id, place});
    return;
  }
  const form = pressable("check-in", say("arrive"), "primary");
  form.className = "action-bar";
  Object.assign(form.dataset, {code, name: place.name || "", address: place.address || ""});
  main.textContent = "";
  main.append(
    element("h1", "", place.name || say("somePlace")),
    element("p", "lead", place.address || say("codeOf", {code: code.replace(/(.{4})(?=.)/g, "$1 ")})),
    element("p", "", say("offlineDoor")), form, element("p", "hint", say("basis")));
}

// A venue that this phone's diary has a visit of; another one is named when there is a network again.
async function knownPlace(code) {
  const found = (await all("diary")).find((entry) => entry.code === placeOf(code) && entry.name);
  return found ? {name: found.name, address: found.address} : {};
}
