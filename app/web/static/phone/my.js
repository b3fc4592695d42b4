// The page of one's own data: beside what the server keeps, the diary of this phone.
import {diaryInto} from "./diary_view.js";
import {showOpen} from "./open_visits.js";
import {keepApp} from "./worker.js";

const part = document.getElementById("diary");
if (part) diaryInto(part);
const open = document.getElementById("open");
if (open) showOpen(open);
keepApp();
