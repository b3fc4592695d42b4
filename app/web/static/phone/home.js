// The start page as the app's home: the visit that is open, what waits to be sent, new notices, keeping the app.
import {pressed, showOpen} from "./open_visits.js";
import {planReminder} from "./remind.js";
import {showUnread} from "./unread.js";
import {showUnsent} from "./unsent.js";
import {keepApp} from "./worker.js";
import {say} from "./words.js";

const part = (id) => document.getElementById(id);
const standalone = matchMedia("(display-mode: standalone)").matches || navigator.standalone;

function offerToKeep() {
  if (standalone) return;
  // Some phones ask once and by themselves, or not at all; iPhones have it in a menu and tell nobody.
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    const press = pressed(say("keepApp"), () => {
      event.prompt();
      part("keep").hidden = true;
    });
    part("keep-how").textContent = say("keepWhy");
    part("keep-press").textContent = "";
    part("keep-press").append(press);
    part("keep").hidden = false;
  });
  if (/iPhone|iPad|iPod/.test(navigator.userAgent)) {
    part("keep-how").textContent = say("keepOnIphone");
    part("keep").hidden = false;
  }
}

// An installed app reads codes without a network too: what reads them on phones that cannot themselves is kept now.
function keepReader() {
  if (!standalone || window.BarcodeDetector || navigator.connection && navigator.connection.saveData) return;
  navigator.serviceWorker && navigator.serviceWorker.ready.then(() => fetch(say("decoder"))).catch(() => {});
}

offerToKeep();
showOpen(part("open"));
showUnsent(part("waiting"));
showUnread(part("unread")).catch(() => {});
planReminder();
keepApp();
keepReader();
