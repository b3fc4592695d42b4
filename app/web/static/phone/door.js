// The pages at a door: the venue before checking in, and the receipt.
import {standing, shownReceipt} from "./arrive.js";
import {saySealer} from "./contact_form.js";
import {note} from "./diary.js";
import {openAt} from "./queue.js";
import {keepApp} from "./worker.js";

async function openedDoor() {
  const receipt = shownReceipt();
  if (receipt) await note(receipt);
  const door = document.querySelector('form[data-phone="check-in"]');
  if (!door) return;
  // Checked in with no network, the page closed, and opened again with one: the receipt, not a second visit.
  const here = await openAt(door.dataset.code);
  if (here && !here.key) await standing({id: here.id, place: {name: door.dataset.name, address: door.dataset.address}});
}

// The app is fetched to be kept once the receipt stands: before, nothing may be slower for it.
function receiptStands() {
  saySealer();
  if (shownReceipt()) keepApp();
}

new MutationObserver(receiptStands).observe(document.body, {childList: true});
receiptStands();
openedDoor();
