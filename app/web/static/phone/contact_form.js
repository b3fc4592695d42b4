// The form for a name and a number on a receipt: sealed here, so that the server never has them in clear.
import {put} from "./store.js";
import {takes, shownReceipt} from "./arrive.js";
import {owe, payDebt, readDetails, sealsHere} from "./contact.js";
import {element, swap} from "./view.js";
import {say} from "./words.js";

function sayWrong(form, wrong) {
  form.querySelectorAll(".error").forEach((old) => old.remove());
  for (const field of ["name", "phone"]) {
    const input = form.elements[field];
    const box = input.closest(".field");
    box.classList.toggle("field-wrong", field in wrong);
    input.removeAttribute("aria-invalid");
    input.removeAttribute("aria-describedby");
    if (!(field in wrong)) continue;
    const error = element("p", "error", element("span", "unseen", `${say("error")} `), say(wrong[field]));
    error.id = `${field}-error`;
    box.insertBefore(error, input);
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", error.id);
  }
  const first = form.querySelector("[aria-invalid]");
  if (first) first.focus();
}

async function leaveDetails(form) {
  // form.elements.name, not form.name: that is the form's own.
  const {details, wrong} = readDetails(form.elements.name.value, form.elements.phone.value);
  sayWrong(form, wrong);
  if (Object.keys(wrong).length) return;
  await put("kept", "details", details);
  await owe(shownReceipt(), true);
  const {outcome, html} = await payDebt();
  if (outcome === "never") form.submit();
  else if (html) swap(html);
  else form.replaceWith(element("p", "", say("detailsKept")));
}

if (sealsHere()) takes("contact", leaveDetails);

// Says who seals, on every receipt that is shown here.
export function saySealer() {
  const line = document.querySelector("[data-sealed-by]");
  if (line && sealsHere()) line.textContent = say("sealedHere");
}
