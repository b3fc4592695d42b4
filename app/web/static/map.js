"use strict";
/* Joins the map in its frame with the page around it. Without this script both are complete.
 *
 * The frame has no origin: what it says is taken only from its own window, and only as codes and numbers. The page
 * owns the address: which area is chosen and where the map looks stand behind the #, so a link shows the same.
 */
(() => {
  const frame = document.getElementById("map-frame");
  const venue = document.getElementById("map-venue");
  const place = document.getElementById("district");
  if (!frame) return;

  /* --- the address: #ward-26740&view=12.5/10.7769/106.7009 --- */

  const WARD = "ward-";
  const VIEW = "view=";
  const STEP = "step=";
  const parts = () => location.hash.slice(1).split("&");
  const part = (prefix) => (parts().find((each) => each.startsWith(prefix)) || "").slice(prefix.length) || null;
  const keep = (prefix, value) => {
    const others = parts().filter((each) => each && !each.startsWith(prefix) && each !== "table");
    history.replaceState(null, "", `#${[...others, ...(value === null ? [] : [prefix + value])].join("&")}`);
  };

  /* --- what the frame is told: codes and numbers, whoever listens --- */

  const tell = (message) => frame.contentWindow.postMessage(message, "*");
  const links = () => [...document.querySelectorAll("a[data-code]")];

  const mark = (code) => {
    for (const link of links()) link.closest("tr").classList.toggle("chosen", link.dataset.code === code);
  };

  const choose = (code) => {
    mark(code);
    tell({ type: "ghe-map:highlight", code });
  };

  const within = (number, least, most) => Number.isFinite(number) && number >= least && number <= most;
  const isView = (zoom, lat, lng) => within(zoom, 0, 24) && within(lat, -90, 90) && within(lng, -180, 180);

  const look = () => {
    const [zoom, lat, lng] = (part(VIEW) || "").split("/").map(Number);
    if (isView(zoom, lat, lng)) tell({ type: "ghe-map:look", zoom, lat, lng });
  };

  /* --- what the frame says --- */

  /* A venue that stands in a table of this page: its row says what the frame must not hold. */
  const tellRow = (id) => {
    const link = links().find((each) => each.dataset.code === id);
    const said = document.getElementById("map-chosen");
    if (!link || !said) return;
    const cells = [...link.closest("tr").querySelectorAll("td")];
    const facts = cells.map((cell) => `${cell.dataset.label}: ${cell.textContent.trim()}`);
    said.textContent = [link.textContent, ...facts].join(" · ");
    said.hidden = false;
    keep(WARD, id);
    mark(id);
  };

  const showVenue = async (id) => {
    if (!venue) return tellRow(id);
    const asked = new URLSearchParams({ ...venue.dataset, lang: document.documentElement.lang });
    const answer = await fetch(`/official/map/venues/${id}?${asked}`);
    if (!answer.ok) return;
    const details = await answer.json();
    for (const field of venue.querySelectorAll("[data-field]")) field.textContent = details[field.dataset.field];
    venue.hidden = false;
    keep(WARD, id);
    mark(id);
  };

  /* A map in time: the figures and the table follow the slider, as the server has them for that day. */
  const days = (frame.dataset.days || "").split(" ").filter(Boolean);
  let wanted = null;

  const followStep = async (step) => {
    const day = days[step];
    keep(STEP, day);
    wanted = day;
    const address = new URL(location.href);
    address.searchParams.set("until", day);
    const answer = await fetch(address);
    if (!answer.ok || wanted !== day) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = ["map-facts", "map-numbers"].map((id) => page.getElementById(id));
    if (!fresh.every(Boolean)) return; // signed out meanwhile: another page came
    for (const section of fresh) document.getElementById(section.id).replaceWith(section);
    mark(part(WARD));
  };

  const heard = {
    "ghe-map:ready": () => {
      const step = days.indexOf(part(STEP));
      if (step >= 0) {
        tell({ type: "ghe-map:go", step });
        followStep(step);
      }
      look();
      choose(part(WARD));
    },
    "ghe-map:select": ({ code }) => {
      if (!links().some((link) => link.dataset.code === code)) return;
      keep(WARD, code);
      mark(code);
    },
    // Of an id nothing is known but its letters; ".." would be another address.
    "ghe-map:venue": ({ id }) => typeof id === "string" && /^[0-9a-z-]{1,64}$/i.test(id) && showVenue(id),
    "ghe-map:step": ({ step }) => Number.isInteger(step) && step in days && followStep(step),
    "ghe-map:view": ({ zoom, lat, lng }) => {
      if (!isView(zoom, lat, lng)) return;
      keep(VIEW, [zoom.toFixed(2), lat.toFixed(4), lng.toFixed(4)].join("/"));
    },
  };

  window.addEventListener("message", (event) => {
    if (event.source !== frame.contentWindow || event.origin !== "null") return;
    if (event.data && Object.hasOwn(heard, event.data.type)) heard[event.data.type](event.data);
  });

  /* --- the table --- */

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-code]");
    if (!link) return;
    event.preventDefault();
    keep(WARD, link.dataset.code);
    choose(link.dataset.code);
    if (venue) showVenue(link.dataset.code);
    frame.scrollIntoView({ block: "nearest" });
  });
  window.addEventListener("hashchange", () => {
    look();
    choose(part(WARD));
  });

  const folded = (text) =>
    text.toLowerCase().replaceAll("đ", "d").normalize("NFD").replace(/\p{M}/gu, "").replace(/\s+/g, " ").trim();
  document.addEventListener("input", (event) => {
    if (event.target.id !== "q") return;
    const wanted = folded(event.target.value);
    if (wanted) for (const further of document.querySelectorAll("#table details")) further.open = true;
    for (const link of links()) {
      link.closest("tr").hidden = !link.dataset.find.includes(wanted) && !link.dataset.code.startsWith(wanted);
    }
  });

  // A place is looked at without asking the server again; with the other controls it is part of the form.
  if (place) {
    place.addEventListener("change", () => {
      const option = place.selectedOptions[0];
      tell({ type: "ghe-map:fit", codes: (option.dataset.codes || "").split(" ").filter(Boolean) });
      keep(VIEW, null);
    });
  }

  /* --- print: the frame keeps the size it has on the screen, and with it the view, and is scaled to the paper --- */

  const PAPER = { width: 680, height: 860 }; // of A4 and of Letter, inside the margins, with a heading above
  window.addEventListener("beforeprint", () => {
    const { width, height } = frame.getBoundingClientRect();
    const scale = Math.min(PAPER.width / width, PAPER.height / height);
    const sizes = { width: `${width}px`, height: `${height}px`, scale, spare: `${height * (scale - 1)}px` };
    for (const [name, value] of Object.entries(sizes)) frame.style.setProperty(`--print-${name}`, value);
  });
})();
