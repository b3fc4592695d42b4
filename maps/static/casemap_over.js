"use strict";
/* Lines over the areas: borders, outlines of what stands out, and what venues have in common. */
(() => {
  const { data, stage, drawers, receivers, decode, name, listen, onChoice, showTip, post } = caseMap;
  const { whenDrawn, whenOpen } = caseMap;
  const CLOSE = 12; // a chosen outline is brought so near at most: what is around it matters too
  const FAR = 10; // below this zoom a city is as wide as a hand: lines get thinner, linked venues become dots

  /* One stop for the Tab key among many lines; the arrow keys go from one to the next, whatever its direction. */
  const inTurn = (paths) => {
    const go = (from, step) => {
      const next = paths[(paths.indexOf(from) + step + paths.length) % paths.length];
      from.setAttribute("tabindex", "-1");
      next.setAttribute("tabindex", "0");
      next.focus({ preventScroll: true });
    };
    const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
    return (path) => {
      paths.push(path);
      path.setAttribute("tabindex", paths.length === 1 ? "0" : "-1");
      path.addEventListener("keydown", (event) => {
        if (!Object.hasOwn(steps, event.key)) return;
        event.preventDefault();
        go(path, steps[event.key]);
      });
    };
  };

  whenOpen.push((map) => {
    const measure = () => stage.classList.toggle("far", map.getZoom() < FAR);
    stage.classList.toggle("linked", data.links.length > 0);
    map.on("zoomend", measure);
    measure();
  });

  const told = (layer, [heading, ...rest], act) =>
    whenDrawn(layer, (path) => {
      name(path, [heading, ...rest], "-1");
      listen(path, () => showTip(heading, rest, path));
      act(path);
    });

  drawers.borders = (map) => {
    for (const shape of data.borders) {
      L.polygon(decode(shape), { className: "border", fill: false, interactive: false }).addTo(map);
    }
  };

  drawers.outlines = (map) => {
    const joins = inTurn([]);
    const paths = new Map();
    const mark = (id) => {
      for (const [each, path] of paths) path.classList.toggle("chosen", each === id);
      const path = paths.get(id);
      const held = document.activeElement === path;
      if (path) path.parentNode.appendChild(path); // over the others, which share its borders
      if (path && held) path.focus({ preventScroll: true });
    };
    for (const { id, dashed, lines, polygons } of data.outlines) {
      const latLngs = decode(polygons);
      L.polygon(latLngs, { className: "halo", fill: false, interactive: false }).addTo(map);
      const line = L.polygon(latLngs, { className: dashed ? "outline dashed" : "outline", fill: false }).addTo(map);
      told(line, lines, (path) => {
        joins(path);
        paths.set(id, path);
        onChoice(path, () => {
          mark(id);
          post({ type: "ghe-map:select", code: id });
        });
      });
    }
    whenOpen.push(() => {
      const area = receivers["ghe-map:highlight"];
      receivers["ghe-map:highlight"] = (message) => {
        area(message);
        mark(message.code);
        const chosen = data.outlines.find(({ id }) => id === message.code);
        if (chosen) map.fitBounds(L.latLngBounds(decode(chosen.polygons).flat(2)), { maxZoom: CLOSE, animate: false });
      };
    });
  };

  drawers.links = (map) => {
    const joins = inTurn([]);
    const venues = new Map(data.venues.map((venue) => [venue.id, venue]));
    for (const link of data.links) {
      const ends = link.ends.map((end) => venues.get(end));
      const weight = Math.min(1 + link.count, 8);
      const marks = ends.map((venue) => venue.mark).filter(Boolean).join(" \u2013 ");
      const line = L.polyline(ends.map((venue) => venue.at), { className: "link", weight }).addTo(map);
      told(line, [marks, link.text].filter(Boolean), (path) => {
        joins(path);
        path.setAttribute("role", "img"); // it says something, and does nothing
      });
    }
  };
})();
