"use strict";
/* Venues as circles with a number in them: how many people, or a rank. Circles that would touch become one with a
 * ring around it; choosing that zooms to its venues. Of a chosen venue the page around is told the id. */
(() => {
  const { data, drawers, entries, receivers, whenOpen, name, listen, onChoice, showTip, hideTip, post } = caseMap;
  const APART = 50; // pixels between the middles of two circles
  const total = (members, of) => members.reduce((sum, member) => sum + of(member), 0);
  const number = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, () => data.words.thousands);
  // Lines end at their venues, and a rank belongs to one: such maps keep every circle.
  const whole = data.links.length > 0 || data.venues.some((venue) => venue.mark);

  /* Greedy, the largest first: a venue joins the first earlier middle that it would touch. In a grid of cells as
   * wide as that distance there are nine of them to look into. */
  const clustered = (map, venues, zoom) => {
    const cells = new Map();
    const groups = [];
    for (const venue of venues) {
      const at = map.project(venue.at, zoom);
      const [column, row] = [Math.floor(at.x / APART), Math.floor(at.y / APART)];
      const around = [-1, 0, 1].flatMap((x) => [-1, 0, 1].flatMap((y) => cells.get(`${column + x} ${row + y}`) || []));
      const touched = !whole && around.find((group) => group.at.distanceTo(at) < APART);
      const group = touched || { at, members: [], key: `${zoom} ${groups.length}` };
      group.members.push(venue);
      if (touched) continue;
      cells.set(`${column} ${row}`, [...(cells.get(`${column} ${row}`) || []), group]);
      groups.push(group);
    }
    return zoom < map.getMaxZoom() ? groups : groups.flatMap(spread);
  };

  /* As close as the map goes, the venues of one building stand in a ring. */
  const spread = ({ at, members, key }) =>
    members.map((venue, i) => {
      const radius = members.length > 1 ? (Math.max(members.length, 3) * APART) / 2 / Math.PI : 0;
      const angle = (2 * Math.PI * i) / members.length;
      return { at: at.add([radius * Math.sin(angle), -radius * Math.cos(angle)]), members: [venue], key: `${key} ${i}` };
    });

  const svg = (tag, attributes, parent) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return parent ? parent.appendChild(element) : element;
  };

  const pin = (members, count, several) => {
    const r = Math.min(9 + 2 * Math.log2(1 + count), 21);
    const side = 2 * r + (several ? 10 : 4); // all of the square can be pressed
    const viewBox = [-side / 2, -side / 2, side, side].join(" ");
    const element = svg("svg", { class: "pin", width: side, height: side, viewBox });
    if (several) svg("circle", { class: "venue ring", r: r + 3.5 }, element);
    svg("circle", { class: "venue", r }, element);
    svg("text", { y: "0.35em", "text-anchor": "middle" }, element).textContent = members[0].mark || number(count);
    return element;
  };

  /* Keeps the circles of one map in step with its view; gives a function that marks the venue of an id. */
  const keep = (map, venues, main) => {
    const drawn = new Map();
    let [groups, chosen, held] = [[], null, null]; // held: the venue of the circle that the keyboard is on

    const open = (members) => {
      if (members.length === 1 && members[0].id) return post({ type: "ghe-map:venue", id: members[0].id });
      const bounds = L.latLngBounds(members.map((venue) => venue.at));
      const close = members.length > 1 ? main.getBoundsZoom(bounds, false, L.point(60, 60)) : main.getZoom() + 2;
      const zoom = Math.min(Math.max(close, main.getZoom() + 1), main.getMaxZoom());
      return main.setView(bounds.getCenter(), zoom, { animate: false });
    };

    const add = ({ at, members, key }) => {
      const [count, places] = [total(members, (one) => one.count), total(members, (one) => one.venues || 1)];
      const words = [data.words.several.join(number(places)), data.words.venue.join(number(count))].slice(places > 1 ? 0 : 1);
      const element = pin(members, count, places > 1);
      const icon = L.divIcon({ html: element, className: "pins", iconSize: [0, 0] });
      const marker = L.marker(map.unproject(at, map.getZoom()), { icon, keyboard: false }).addTo(map);
      name(element, words, "0");
      listen(element, () => showTip("", words, element));
      onChoice(element, () => open(members));
      element.addEventListener("focus", () => { held = element.matches(":focus-visible") ? members[0] : null; });
      element.addEventListener("blur", () => { if (element.isConnected) held = null; });
      drawn.set(key, { marker, element, members });
    };

    /* The first zoom at which a venue has a circle of its own; as close as it goes, each has one. */
    const alone = (venue, zoom) => {
      const hidden = (one) => one.members.length > 1 && one.members.includes(venue);
      return clustered(map, venues, zoom).some(hidden) ? alone(venue, zoom + 1) : zoom;
    };

    const draw = () => {
      const [seen, zoom, holding] = [map.getBounds().pad(0.5), map.getZoom(), held];
      const wanted = new Map(groups.filter((one) => seen.contains(map.unproject(one.at, zoom))).map((one) => [one.key, one]));
      hideTip();
      for (const [key, { marker }] of drawn) if (!wanted.has(key) && drawn.delete(key)) marker.remove();
      for (const [key, group] of wanted) if (!drawn.has(key)) add(group);
      for (const { element, members } of drawn.values()) {
        element.classList.toggle("chosen", members.some((venue) => venue.id && venue.id === chosen));
        if (holding && members.includes(holding)) element.focus({ preventScroll: true });
      }
    };

    const regroup = () => { groups = clustered(map, venues, map.getZoom()); };
    map.on("zoomend", regroup).on("moveend", draw).fire("zoomend").fire("moveend");
    return (id) => {
      chosen = id;
      const venue = venues.find((one) => one.id && one.id === id);
      if (venue && map === main) main.setView(venue.at, alone(venue, Math.max(Math.ceil(map.getZoom()), 14)), { animate: false });
      draw();
    };
  };

  drawers.venues = () =>
    whenOpen.push((main) => {
      const venues = [...data.venues].sort((a, b) => b.count - a.count);
      const inside = (map) => venues.filter((venue) => map === main || map.getBounds().contains(venue.at));
      const maps = [...new Set([main, ...entries.map((entry) => entry.map)])];
      const markers = maps.map((map) => keep(map, inside(map), main));
      const area = receivers["ghe-map:highlight"];
      receivers["ghe-map:highlight"] = (message) => [area(message), ...markers.map((mark) => mark(message.code))];
    });
})();
