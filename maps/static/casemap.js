"use strict";
/* Draws a case map from the JSON block of its document.
 *
 * Text reaches the page through textContent and setAttribute only: Leaflet's own tooltips, popups and
 * attribution take HTML and are not used. No state is kept; the page around the frame owns the address.
 *
 * The other scripts of this folder add a drawer each, `caseMap.drawers.venues = (map) => {...}`, and use what
 * `caseMap` gives them.
 */
window.caseMap = (() => {
  const data = JSON.parse(document.getElementById("case-map-data").textContent);
  const stage = document.querySelector(".stage");
  const tip = document.querySelector(".tip");
  const entries = []; // one per area, in the order of codes: {area, layer, map, path, rank, lines}
  const places = []; // what the view can be brought to: the entries, and the ground under them
  const drawers = {};
  const whenOpen = []; // run once, after everything is drawn
  const whenStep = []; // run after each change of the step, with its index
  const receivers = {}; // by type of message from the page around
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

  /* --- the ground and the areas --- */

  /* The basemap lies over the areas: no colour of the legend changes, water is water, and roads stay visible.
   * Leaflet's pane for tiles is the lowest one, so the areas stand there, and the tiles in a pane above it. */
  const LOWEST = "tilePane";

  drawers.tiles = (map) => {
    const { path, minZoom, maxZoom, bounds } = data.tiles;
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    const pane = map.createPane("basemap");
    // 512 pixels a tile: a quarter of the requests, and the zoom of a tile is one less than the map's.
    const size = { tileSize: 512, zoomOffset: -1, minZoom: minZoom + 1, maxNativeZoom: maxZoom + 1, maxZoom: 18 };
    const layer = L.tileLayer(path, { ...size, pane: "basemap", bounds });
    const follow = () => {
      layer.options.theme = dark.matches ? "dark" : "light";
      pane.classList.toggle("dark", dark.matches);
    };
    follow();
    layer.addTo(map);
    dark.addEventListener("change", () => {
      follow();
      layer.redraw();
    });
  };

  drawers.context = (map) => {
    stage.classList.toggle("bare", !data.sea.length);
    L.polygon(decode(data.sea), { className: "sea", interactive: false, pane: LOWEST }).addTo(map);
    for (const shape of data.context) {
      L.polygon(decode(shape), { className: "neighbour", interactive: false, pane: LOWEST }).addTo(map);
    }
    stage.classList.toggle("over-land", data.under.length > 0);
    for (const area of data.under) places.push({ area, map, layer: land(area).addTo(map) });
  };

  const land = (area) => L.polygon(decode(area.polygons), { className: "land", interactive: false, pane: LOWEST });

  const polygon = (entry, latLngs) =>
    L.polygon(latLngs, { className: "area", fillColor: data.fills[entry.rank], fillOpacity: 1, smoothFactor: 0.5, pane: LOWEST });

  drawers.areas = (map) => {
    for (const area of data.areas) {
      const entry = { area, map };
      entries.push(entry);
      places.push(entry);
      classify(entry, data.start);
      entry.layer = polygon(entry, decode(area.polygons)).addTo(map);
    }
    const border = { className: "border", fill: false, interactive: false };
    for (const area of data.under) L.polygon(decode(area.polygons), border).addTo(map);
  };

  const classify = (entry, step) => {
    entry.rank = entry.area.ranks[step];
    entry.lines = entry.area.lines[step].map((i) => data.texts[i]);
  };

  const setStep = (step) => {
    for (const entry of entries) {
      const before = entry.rank;
      classify(entry, step);
      entry.path.setAttribute("aria-label", [entry.area.name, ...entry.lines].join(", "));
      if (entry.rank !== before) entry.layer.setStyle({ fillColor: data.fills[entry.rank] });
      if (entry.twin) entry.twin.setAttribute("fill", data.fills[entry.rank]);
    }
    for (const act of whenStep) act(step);
  };

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
    showTip(entry.area.name, entry.lines, path);
  };

  const choose = (entry) => {
    unmark(chosen);
    chosenEntry = entry;
    chosen = entry && outline(entry, "mark chosen");
  };

  const centre = (entry) => mainMap.latLngToContainerPoint(entry.layer.getBounds().getCenter());

  const panTo = (entry) => {
    if (entry.map !== mainMap) return;
    mainMap.panInside(entry.layer.getBounds().getCenter(), { padding: [40, 40], animate: false });
  };

  const focus = (entry) => {
    focused.path.setAttribute("tabindex", "-1");
    focused = entry;
    entry.path.setAttribute("tabindex", "0");
    panTo(entry);
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
    name(entry.path, [entry.area.name, ...entry.lines], "-1");
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

  /* --- talking to the page around the frame --- */

  // The frame has no origin and cannot know its parent's; the messages hold nothing but codes, ids and numbers.
  const post = (message) => {
    if (window.parent !== window) window.parent.postMessage(message, "*");
  };

  receivers["ghe-map:highlight"] = ({ code }) => {
    const entry = entries.find((candidate) => candidate.area.code === code);
    choose(entry);
    if (entry) panTo(entry);
  };

  const receive = (event) => {
    if (event.source !== window.parent || !event.data || !Object.hasOwn(receivers, event.data.type)) return;
    receivers[event.data.type](event.data);
  };

  // A layer has no element before the view is open.
  const whenDrawn = (layer, act) => whenOpen.push(() => act(layer.getElement()));

  const start = (map) => {
    mainMap = map;
    map.createPane("marks");
    caseMap.openView(map, entries, polygon, () => chosenEntry);
    entries.forEach(makeReachable);
    focused = entries[0];
    focused.path.setAttribute("tabindex", "0");
    for (const act of whenOpen) act(map);
    window.addEventListener("message", receive);
    post({ type: "ghe-map:ready" });
  };

  const draw = (drawer, map) => drawers[drawer](map);

  return {
    data, stage, entries, places, land, drawers, draw, start, decode, setStep, whenOpen, whenStep, receivers,
    name, listen, onChoice, showTip, hideTip, post, whenDrawn,
  };
})();
