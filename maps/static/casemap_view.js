"use strict";
/* What a case map opens on, how it zooms, the small maps of far-away areas, and names where there is room. */
(() => {
  const { data, stage, whenOpen, whenStep, receivers, post } = caseMap;
  const NAMES_FROM = 12.5; // zoom from which most wards of a city are wider than their names
  const ROOM_FOR_A_DIGIT = 12; // pixels
  const GRAIN = 6; // pixels

  /* Far-away areas get a small map of their own; their paths there are the ones keys and readers reach. */
  const addInset = (entries, codes, polygon) => {
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
    for (const area of data.under) caseMap.land(area).addTo(map);
    for (const entry of moved) {
      entry.twin = entry.layer.getElement();
      entry.twin.setAttribute("aria-hidden", "true");
      entry.layer = polygon(entry, entry.layer.getLatLngs()).addTo(map);
      entry.map = map;
    }
  };

  /* What the buttons zoom toward: the chosen area; until the reader has moved the map, the place where areas
   * stand thickest, which is the middle of a city even when its outskirts are wide and lopsided. */
  const zoomTowardAim = (map, entries, chosen) => {
    let moved = false;
    map.on("dragend", () => { moved = true; });
    const aim = () => {
      const entry = chosen();
      if (entry && entry.map === map) return entry.layer.getBounds().getCenter();
      if (moved) return map.getCenter();
      const middles = entries.filter((other) => other.map === map).map((other) => other.area.at);
      const median = (i) => middles.map((middle) => middle[i]).sort((a, b) => a - b)[middles.length >> 1];
      return L.latLng(median(0), median(1));
    };
    const zoomBy = (steps) => {
      const wanted = Math.min(Math.max(map.getZoom() + steps, map.getMinZoom()), map.getMaxZoom());
      map.setZoomAround(aim(), wanted);
    };
    map.zoomIn = (steps = map.options.zoomDelta) => zoomBy(steps);
    map.zoomOut = (steps = map.options.zoomDelta) => zoomBy(-steps);
  };

  const boundsOf = (codes) => {
    const found = caseMap.places.filter((place) => codes.includes(place.area.code));
    return found.length ? L.featureGroup(found.map((entry) => entry.layer)).getBounds() : L.latLngBounds(data.fit);
  };

  caseMap.openView = (map, entries, polygon, chosen) => {
    let touched = false;
    let fitted = boundsOf(data.lookedAt);
    const fit = () => map.fitBounds(fitted, { padding: [14, 14], animate: false });
    for (const event of ["pointerdown", "keydown", "wheel"]) {
      // Before whatever it causes: a circle that moves the view by a key has been touched first.
      stage.addEventListener(event, () => { touched = true; }, { passive: true, capture: true });
    }
    map.on("resize", () => touched || fit());
    // The wheel scrolls the page until the reader has shown that the map is meant.
    map.on("click", () => map.scrollWheelZoom.enable());
    map.on("mouseout", () => map.scrollWheelZoom.disable());
    fit();
    L.control.zoom({ position: "topright", zoomInTitle: data.words.zoomIn, zoomOutTitle: data.words.zoomOut }).addTo(map);
    L.control.scale({ position: "bottomright", imperial: false }).addTo(map);
    zoomTowardAim(map, entries, chosen);
    for (const codes of data.insets) addInset(entries, codes, polygon);
    map.on("moveend", () => {
      const { lat, lng } = map.getCenter();
      if (touched) post({ type: "ghe-map:view", zoom: map.getZoom(), lat, lng });
    });
    receivers["ghe-map:look"] = ({ zoom, lat, lng }) => {
      if (![zoom, lat, lng].every(Number.isFinite)) return;
      touched = true;
      map.setView([lat, lng], zoom, { animate: false });
    };
    receivers["ghe-map:fit"] = ({ codes }) => {
      fitted = boundsOf(Array.isArray(codes) ? codes : []);
      touched = false;
      fit();
    };
  };

  /* --- words on the map: digits and names of areas where there is room, names on the ground --- */

  const written = (text, at, className, map) => {
    const element = document.createElement("span");
    element.textContent = text;
    const icon = L.divIcon({ html: element, className: `written ${className}`, iconSize: [0, 0] });
    return L.marker(at, { icon, interactive: false, keyboard: false }).addTo(map);
  };

  caseMap.drawers.labels = (map) => {
    for (const { text, at, dots } of data.labels) {
      for (const dot of dots) L.circleMarker(dot, { className: "islet", radius: 1.5, interactive: false }).addTo(map);
      written(text, at, "ground", map);
    }
  };

  /* Hexagons smaller than a grain are drawn as one: from far away they would be nothing at all. */
  whenOpen.push((map) => {
    const grow = () => {
      for (const { path, layer, rank, map: on } of caseMap.entries) {
        const box = layer.getBounds();
        const [one, other] = [box.getNorthWest(), box.getSouthEast()].map((at) => on.latLngToLayerPoint(at));
        const missing = GRAIN - (other.x - one.x);
        path.style.stroke = missing > 0 ? data.fills[rank] : "";
        path.style.strokeWidth = missing > 0 ? `${missing}px` : "";
      }
    };
    if (!data.under.length) return;
    map.on("zoomend", grow);
    whenStep.push(grow);
    grow();
  });

  /* Digits where one fits, names from a zoom on; where there are neither, nothing is made. */
  whenOpen.push((map) => {
    const named = data.under.length ? caseMap.places.filter((place) => !("rank" in place)) : caseMap.entries;
    let spans = null;
    const parts = (entry) => {
      const span = written("", entry.area.at, "on-area", entry.map).getElement().firstChild;
      span.setAttribute("aria-hidden", "true"); // the path of the area says it already
      return [entry, span.appendChild(document.createElement("b")), span.appendChild(document.createElement("i"))];
    };
    /* In an area smaller than a digit the digits of many would hide every colour: they come with the zoom. */
    const hasRoom = ({ layer, map: on }) => {
      const box = layer.getBounds();
      const [one, other] = [box.getNorthWest(), box.getSouthEast()].map((at) => on.latLngToLayerPoint(at));
      return Math.min(other.x - one.x, other.y - one.y) >= ROOM_FOR_A_DIGIT;
    };
    const write = () => {
      const close = map.getZoom() >= NAMES_FROM;
      if (!spans && !close && !data.marks.some(Boolean)) return;
      spans ||= named.map(parts);
      for (const [entry, digit, area] of spans) {
        digit.textContent = (hasRoom(entry) && data.marks[entry.rank]) || "";
        area.textContent = close && entry.map === map ? entry.area.name : "";
      }
    };
    whenStep.push(write);
    map.on("zoomend", write);
    write();
  });

  /* Printed alone, the map keeps the size it has on the screen, and with it the view, and is scaled to the paper. */
  if (window.top === window) {
    const PAPER = { width: 700, height: 760 };
    document.documentElement.classList.add("alone");
    window.addEventListener("beforeprint", () => {
      const { width, height } = stage.getBoundingClientRect();
      const scale = Math.min(PAPER.width / width, PAPER.height / height);
      const sizes = { width: `${width}px`, height: `${height}px`, scale, spare: `${height * (scale - 1)}px` };
      for (const [name, value] of Object.entries(sizes)) stage.style.setProperty(`--print-${name}`, value);
      for (const inset of stage.querySelectorAll(".insets > div, .insets .leaflet-container")) {
        inset.style.setProperty("--print-width", `${inset.offsetWidth}px`);
        inset.style.setProperty("--print-height", `${inset.offsetHeight}px`);
      }
    });
  }
})();
