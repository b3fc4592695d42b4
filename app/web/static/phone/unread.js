// How many notices are new, where the phone's owner alone looks: never on a receipt, which a guard sees too.
import {get, put} from "./store.js";
import {say} from "./words.js";

// Fills a mark beside the link to the notices: at once with what was known, then with what the server says.
export async function showUnread(mark) {
  tellUnread(mark, await get("kept", "unread"));
  const {unread} = await fetch("/api/v1/notices").then((got) => got.json());
  await put("kept", "unread", unread);
  tellUnread(mark, unread);
}

function tellUnread(mark, unread) {
  mark.hidden = !unread;
  mark.textContent = unread ? say("unread", {count: unread}) : "";
}
