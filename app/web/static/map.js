"use strict";
/* Joins the map in its frame with the table below it. Without this script both are complete. */
(() => {
  const frame = document.getElementById("map-frame");
  const venue = document.getElementById("map-venue");
  const find = document.getElementById("q");
  const links = [...document.querySelectorAll("a[data-code]")];
  const PREFIX = "#ward-";
  if (!frame) return;

  const fromAddress = () => (location.hash.startsWith(PREFIX) ? location.hash.slice(PREFIX.length) : null);

  // The frame has no origin to name; it is told a ward's code and nothing else.
  const highlight = (code) => frame.contentWindow.postMessage({ type: "ghe-map:highlight", code }, "*");

  const mark = (code) => {
    for (const link of links) link.closest("tr").classList.toggle("chosen", link.dataset.code === code);
  };

  const choose = (code) => {
    mark(code);
    highlight(code);
  };

  const showVenue = async (id) => {
    const answer = await fetch(`/official/map/venues/${encodeURIComponent(id)}?disease=${venue.dataset.disease}`);
    if (!answer.ok) return;
    const details = await answer.json();
    for (const place of venue.querySelectorAll("[data-field]")) place.textContent = details[place.dataset.field];
    venue.hidden = false;
  };

  window.addEventListener("message", (event) => {
    if (event.source !== frame.contentWindow || !event.data) return;
    const { type, code, id } = event.data;
    if (type === "ghe-map:ready") choose(fromAddress());
    if (type === "ghe-map:venue" && typeof id === "string") showVenue(id);
    if (type === "ghe-map:select" && links.some((link) => link.dataset.code === code)) {
      history.replaceState(null, "", PREFIX + code);
      mark(code);
    }
  });

  for (const link of links) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      history.replaceState(null, "", PREFIX + link.dataset.code);
      choose(link.dataset.code);
      frame.scrollIntoView({ block: "nearest" });
    });
  }
  window.addEventListener("hashchange", () => choose(fromAddress()));

  const folded = (text) =>
    text.toLowerCase().replaceAll("đ", "d").normalize("NFD").replace(/\p{M}/gu, "").replace(/\s+/g, " ").trim();
  if (find) {
    find.addEventListener("input", () => {
      const wanted = folded(find.value);
      for (const link of links) {
        link.closest("tr").hidden = !link.dataset.find.includes(wanted) && !link.dataset.code.startsWith(wanted);
      }
    });
  }
})();
