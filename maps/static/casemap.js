"use strict";
/* Draws a case map from the JSON block of its document.
 *
 * Text reaches the page through textContent and setAttribute only: Leaflet's own tooltips, popups and
 * attribution take HTML and are not used. No state is kept; the page around the frame owns the address.
 */
window.caseMap = (() => {
  const data = JSON.parse(document.getElementById("case-map-data").textContent);
  const stage = document.querySelector(".stage");
  const tip = document.querySelector(".tip");
  const entries = []; // one per area, in the order of codes: {area, layer, map, path}
  let mainMap, near, chosen, chosenEntry, focused;

  // Draw half a screen beyond the edge, so that dragging and printing show no blank strips.
  L.Renderer.mergeOptions({ padding: 0.5 });

  const decode = (polygons) =>
    polygons.map((rings) =>
      rings.map((steps) => {
        const points = [];
        let x = 0;
        let y = 0;
        for (let i = 0; i < steps.length; i += 2) {
          x += steps[i];
          y += steps[i + 1];
          points.push([y / data.perDegree, x / data.perDegree]);
        }
        return points;
      })
    );

  const polygon = (area, latLngs) =>
    L.polygon(latLngs, { className: "area", fillColor: data.fills[area.rank], fillOpacity: 1, smoothFactor: 0.5 });

  /* --- layers, called by the document's own script --- */

  const context = () =>
    L.layerGroup(
      data.context.map((shape) => L.polygon(decode(shape), { className: "neighbour", interactive: false }))
    );

  const areas = () => {
    for (const area of data.areas) entries.push({ area, layer: polygon(area, decode(area.polygons)) });
    return L.layerGroup(entries.map((entry) => entry.layer));
  };

  const venues = () =>
    L.layerGroup(
      data.venues.map((venue) => {
        const radius = Math.min(5 + Math.sqrt(venue.count), 16);
        const marker = L.circleMarker(venue.at, { className: "venue", radius, pane: "markerPane" });
        marker.on("add", () => {
          const path = marker.getElement();
          name(path, [venue.text], "0");
          listen(path, () => showTip("", [venue.text], path));
          onChoice(path, () => post({ type: "ghe-map:venue", id: venue.id }));
        });
        return marker;
      })
    );

  /* --- pointing, choosing, moving with keys --- */

  const name = (path, words, tabIndex) => {
    path.setAttribute("role", "button");
    path.setAttribute("tabindex", tabIndex);
    path.setAttribute("aria-label", words.join(", "));
  };

  const listen = (path, show) => {
    path.addEventListener("pointerenter", show);
    path.addEventListener("pointermove", (event) => placeTip(event.clientX, event.clientY));
    path.addEventListener("pointerleave", hideTip);
    path.addEventListener("focus", show);
    path.addEventListener("blur", hideTip);
  };

  const onChoice = (path, choose) => {
    path.addEventListener("click", choose);
    path.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose();
    });
  };

  const outline = (entry, className) =>
    L.polygon(entry.layer.getLatLngs(), { className, fill: false, interactive: false, pane: "marks" }).addTo(entry.map);

  const unmark = (mark) => mark && mark.remove();

  const showTip = (heading, lines, path) => {
    tip.textContent = "";
    for (const [tag, text] of [["strong", heading], ...lines.map((line) => ["span", line])]) {
      if (text) tip.appendChild(document.createElement(tag)).textContent = text;
    }
    tip.hidden = false;
    const box = path.getBoundingClientRect();
    placeTip(box.left + box.width / 2, box.top + box.height / 2);
  };

  const placeTip = (x, y) => {
    const frame = stage.getBoundingClientRect();
    const left = Math.min(Math.max(x - frame.left - tip.offsetWidth / 2, 8), frame.width - tip.offsetWidth - 8);
    const above = y - frame.top - tip.offsetHeight - 14;
    tip.style.left = `${left}px`;
    tip.style.top = `${above > 8 ? above : y - frame.top + 22}px`;
  };

  const hideTip = () => {
    tip.hidden = true;
    unmark(near);
  };

  const show = (entry, path) => {
    unmark(near);
    near = outline(entry, "mark near");
    showTip(entry.area.name, entry.area.lines, path);
  };

  const choose = (entry) => {
    unmark(chosen);
    chosenEntry = entry;
    chosen = entry && outline(entry, "mark chosen");
  };

  const centre = (entry) => mainMap.latLngToContainerPoint(entry.layer.getBounds().getCenter());

  const focus = (entry) => {
    focused.path.setAttribute("tabindex", "-1");
    focused = entry;
    entry.path.setAttribute("tabindex", "0");
    if (entry.map === mainMap) mainMap.panInside(entry.layer.getBounds().getCenter(), { padding: [40, 40], animate: false });
    entry.path.focus({ preventScroll: true });
  };

  /* The nearest area in a direction, at most 63 degrees off it. */
  const toward = (from, dx, dy) => {
    const start = centre(from);
    let best = from;
    let least = Infinity;
    for (const entry of entries) {
      const step = centre(entry).subtract(start);
      const along = step.x * dx + step.y * dy;
      const aside = Math.abs(step.x * dy - step.y * dx);
      if (along > 0 && aside <= 2 * along && along + 2 * aside < least) {
        best = entry;
        least = along + 2 * aside;
      }
    }
    return best;
  };

  const KEYS = new Map(Object.entries({
    ArrowLeft: (entry) => focus(toward(entry, -1, 0)),
    ArrowRight: (entry) => focus(toward(entry, 1, 0)),
    ArrowUp: (entry) => focus(toward(entry, 0, -1)),
    ArrowDown: (entry) => focus(toward(entry, 0, 1)),
    // Directions alone need not lead everywhere; going through the codes does.
    PageDown: (entry) => focus(entries[(entries.indexOf(entry) + 1) % entries.length]),
    PageUp: (entry) => focus(entries[(entries.indexOf(entry) + entries.length - 1) % entries.length]),
    "+": () => mainMap.zoomIn(),
    "-": () => mainMap.zoomOut(),
    Escape: hideTip,
  }));

  const makeReachable = (entry) => {
    entry.path = entry.layer.getElement();
    entry.path.dataset.code = entry.area.code;
    name(entry.path, [entry.area.name, ...entry.area.lines], "-1");
    for (const path of [entry.path, entry.twin].filter(Boolean)) {
      listen(path, () => show(entry, path));
      onChoice(path, () => {
        choose(entry);
        post({ type: "ghe-map:select", code: entry.area.code });
      });
    }
    entry.path.addEventListener("focus", () => { focused = entry; });
    entry.path.addEventListener("keydown", (event) => {
      const act = KEYS.get(event.key);
      if (!act) return;
      event.preventDefault();
      act(entry);
    });
  };

  /* --- the view --- */

  /* Far-away areas get a small map of their own; their paths there are the ones keys and readers reach. */
  const addInset = (codes) => {
    const moved = entries.filter((entry) => codes.includes(entry.area.code));
    const box = document.createElement("div");
    const caption = document.createElement("p");
    caption.textContent = moved.map((entry) => entry.area.name).join(", ");
    const drawing = box.appendChild(document.createElement("div"));
    box.appendChild(caption);
    document.querySelector(".insets").appendChild(box);
    const still = { attributionControl: false, zoomControl: false, dragging: false, keyboard: false };
    const fixed = { scrollWheelZoom: false, doubleClickZoom: false, boxZoom: false, touchZoom: false, zoomSnap: 0 };
    const map = L.map(drawing, { ...still, ...fixed });
    map.createPane("marks");
    map.fitBounds(L.featureGroup(moved.map((entry) => entry.layer)).getBounds(), { padding: [6, 6] });
    for (const entry of moved) {
      entry.twin = entry.layer.getElement();
      entry.twin.setAttribute("aria-hidden", "true");
      entry.layer = polygon(entry.area, entry.layer.getLatLngs()).addTo(map);
      entry.map = map;
    }
  };

  /* What the buttons zoom toward: the chosen area; until the reader has moved the map, the place where areas
   * stand thickest, which is the middle of a city even when its outskirts are wide and lopsided. */
  const aim = (moved) => {
    if (chosenEntry && chosenEntry.map === mainMap) return chosenEntry.layer.getBounds().getCenter();
    if (moved) return mainMap.getCenter();
    const middles = entries.filter((entry) => entry.map === mainMap).map((entry) => entry.layer.getBounds().getCenter());
    const median = (key) => middles.map((middle) => middle[key]).sort((a, b) => a - b)[middles.length >> 1];
    return L.latLng(median("lat"), median("lng"));
  };

  const zoomTowardAim = () => {
    let moved = false;
    mainMap.on("dragend", () => { moved = true; });
    const zoomBy = (steps) => {
      const wanted = Math.min(Math.max(mainMap.getZoom() + steps, mainMap.getMinZoom()), mainMap.getMaxZoom());
      mainMap.setZoomAround(aim(moved), wanted);
    };
    mainMap.zoomIn = (steps = mainMap.options.zoomDelta) => zoomBy(steps);
    mainMap.zoomOut = (steps = mainMap.options.zoomDelta) => zoomBy(-steps);
  };

  const openView = () => {
    let touched = false;
    const fit = () => mainMap.fitBounds(data.fit, { padding: [14, 14], animate: false });
    for (const event of ["pointerdown", "keydown", "wheel"]) {
      stage.addEventListener(event, () => { touched = true; }, { passive: true });
    }
    mainMap.on("resize", () => touched || fit());
    // The wheel scrolls the page until the reader has shown that the map is meant.
    mainMap.on("click", () => mainMap.scrollWheelZoom.enable());
    mainMap.on("mouseout", () => mainMap.scrollWheelZoom.disable());
    fit();
    L.control.zoom({ position: "topright", zoomInTitle: data.words.zoomIn, zoomOutTitle: data.words.zoomOut }).addTo(mainMap);
    L.control.scale({ position: "bottomright", imperial: false }).addTo(mainMap);
  };

  /* --- talking to the page around the frame --- */

  // The frame has no origin and cannot know its parent's; the messages hold nothing but codes and ids.
  const post = (message) => {
    if (window.parent !== window) window.parent.postMessage(message, "*");
  };

  const receive = (event) => {
    if (event.source !== window.parent || !event.data || event.data.type !== "ghe-map:highlight") return;
    const entry = entries.find((candidate) => candidate.area.code === event.data.code);
    choose(entry);
    if (entry && entry.map === mainMap) {
      mainMap.panInside(entry.layer.getBounds().getCenter(), { padding: [40, 40], animate: false });
    }
  };

  const start = (map) => {
    mainMap = map;
    map.createPane("marks");
    openView();
    zoomTowardAim();
    for (const entry of entries) entry.map = map;
    data.insets.forEach(addInset);
    entries.forEach(makeReachable);
    focused = entries[0];
    focused.path.setAttribute("tabindex", "0");
    window.addEventListener("message", receive);
    post({ type: "ghe-map:ready" });
  };

  return { context, areas, venues, start };
})();
