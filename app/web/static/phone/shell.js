// Shows, without a network, what fits the address: a door, the diary, or what waits to be sent.
import {show} from "./offline_door.js";
import {showMine} from "./my_offline.js";
import {planReminder} from "./remind.js";
import {showUnsent} from "./unsent.js";

const [, door] = /^\/v\/([^/]+)\/?$/i.exec(location.pathname) || [];
const main = document.querySelector("main");

// This page stands at many addresses: its links in other languages lead to the one that was asked for.
document.querySelectorAll(".language").forEach((link) => {
  link.href = `${location.pathname}?lang=${link.lang}`;
});

function nothing() {
  document.getElementById("again").href = location.href;
  showUnsent(document.getElementById("waiting"));
  let leaving = false; // somebody has tapped a link: a reload would take them back
  addEventListener("beforeunload", () => { leaving = true; });
  addEventListener("online", () => { if (!leaving) location.reload(); });
}

if (door) show(main, decodeURIComponent(door));
else if (location.pathname === "/my") showMine(main);
else nothing();
planReminder();
