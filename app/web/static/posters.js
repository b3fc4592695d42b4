"use strict";
/* Keeps the progress of posters fresh: fetches this very page again and takes its middle. When they are ready the
 * whole page is loaded, so that what can be done next is there too. Without this script the page reloads itself. */
(() => {
  const WAIT = 2000;
  const LONGEST = 30000;

  async function look(wait) {
    let next = Math.min(2 * wait, LONGEST); // a server that is away is asked less and less often
    try {
      const answer = await fetch(location.href, { headers: { accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("posters");
      if (answer.ok && fresh) {
        if (!fresh.hasAttribute("data-under-way")) {
          location.reload();
          return;
        }
        const shown = document.getElementById("posters");
        if (!shown.contains(document.activeElement)) shown.replaceWith(fresh);
        else shown.querySelector("[role=status]").textContent = fresh.querySelector("[role=status]").textContent;
        next = WAIT;
      }
    } catch {
      // no network: the next look may have one
    }
    setTimeout(look, next, next);
  }

  setTimeout(look, WAIT, WAIT);
})();
