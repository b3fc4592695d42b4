// The diary as a page shows it, with the server or without: closed until it is asked for.
import {entries, forgetAll, hide, hideAll, labelled} from "./diary.js";
import {canRemind, planReminder, remindMe, remindNoMore, reminds} from "./remind.js";
import {get, lasting} from "./store.js";
import {clockTime, element} from "./view.js";
import {say} from "./words.js";

// Fills a part of a page with the diary.
export async function diaryInto(part) {
  const [hidden, keeps, days] = [await get("kept", "diaryHidden"), await lasting(), Number(say("diaryDays"))];
  const list = element("div", "");
  const show = button(say("diaryShow"), "secondary", async () => {
    show.remove();
    await listInto(list, days);
    list.focus();
  });
  list.tabIndex = -1;
  part.textContent = "";
  part.append(element("h2", "", say("diary")), element("p", "", say(keeps ? "diaryText" : "diaryNoRoom")));
  if (hidden) part.append(element("p", "hint", say("diaryOff")));
  else part.append(show, list);
  part.append(await choices(part, hidden));
  part.hidden = false;
  await planReminder();
}

async function choices(part, hidden) {
  const items = [
    hidden ? button(say("diaryKeep"), "quiet", () => hideAll(false).then(() => diaryInto(part)))
      : button(say("diaryHideAll"), "quiet", () => hideAll(true).then(() => diaryInto(part))),
  ];
  if (!hidden) items.push(button(say("diaryClear"), "quiet", () => forgetAll().then(() => diaryInto(part))));
  const made = element("details", "", element("summary", "", say("diaryMore")));
  const list = element("ul", "choices-list", ...items.map((one) => element("li", "", one)));
  if (canRemind()) list.append(element("li", "", await remindSwitch()));
  made.append(element("p", "", say("diaryMoreText")), list);
  return made;
}

async function remindSwitch() {
  const press = button(say("remind"), "quiet", async () => {
    if (await reminds()) await remindNoMore();
    else await remindMe(say("remindSaid"));
    await turned();
  });
  const turned = async () => { press.setAttribute("aria-pressed", String(Boolean(await reminds()))); };
  await turned();
  return press;
}

async function listInto(list, days) {
  const found = await entries(days);
  list.textContent = "";
  if (!found.length) list.append(element("p", "", say("diaryEmpty")));
  else list.append(element("ul", "visits", ...found.map((entry) => line(entry, () => listInto(list, days)))));
}

function line(entry, again) {
  const time = `${dayOf(entry.enteredAt)}, ${clockTime(entry.enteredAt)}${entry.leftAt ? ` – ${clockTime(entry.leftAt)}` : ""}`;
  const made = element("li", "visit", element("h3", "", entry.name || say("somePlace")), element("p", "", time));
  if (entry.zone) made.append(element("p", "hint", entry.zone));
  if (entry.label) made.append(element("p", "company", say("withLabel", {label: entry.label})));
  if (entry.unsent) made.append(element("p", "hint", say("unsent")));
  const field = element("input", "w20");
  Object.assign(field, {id: `label-${entry.id}`, value: entry.label || "", maxLength: 40, autocomplete: "off"});
  const asked = element("label", "", say("labelAsk"));
  asked.htmlFor = field.id;
  const box = element("div", "details-body", element("div", "field", asked, element("p", "hint", say("labelHint")), field),
    button(say("labelSave"), "secondary", () => labelled(entry.id, field.value.trim()).then(again)));
  made.append(element("details", "", element("summary", "", say("labelTitle")), box),
    button(say("diaryHide"), "secondary", () => hide(entry.id).then(again), entry.name));
  return made;
}

function dayOf(ms) {
  const parts = {timeZone: say("zone"), day: "2-digit", month: "2-digit", year: "numeric"};
  return new Intl.DateTimeFormat("en-GB", parts).format(ms);
}

// `about` is heard and not seen: which of many alike.
function button(words, look, press, about) {
  const made = element("button", `button button-${look}`, words);
  made.type = "button";
  if (about) made.append(element("span", "unseen", `, ${about}`));
  made.addEventListener("click", press);
  return made;
}
