// One's own data without a network: the diary of this phone alone.
import {diaryInto} from "./diary_view.js";
import {element} from "./view.js";
import {say} from "./words.js";

// Fills `main`. Nothing is asked of anybody.
export async function showMine(main) {
  const part = element("section", "own");
  part.id = "diary";
  main.textContent = "";
  main.append(element("h1", "", say("myData")), element("p", "lead", say("myOffline")), part);
  await diaryInto(part);
}
