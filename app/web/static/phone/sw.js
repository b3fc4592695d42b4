// The service worker: the app's pages and files where there is no network, or too little of it.
//
// It never keeps a page that could name a person or a place: what it keeps is the list below, which the server made
// of pages that are the same for everybody. It never reloads or replaces a page that is open, so an update comes
// between two visits to the site and interrupts nothing; a page of an older version asks the network for its files.
const VERSION = "";
const FILES = [];
const CACHE = `ghe ${VERSION}`;
const PATIENCE = 4000;  // ms until the network counts as too slow
const OURS = /^\/(?:$|[Vv]\/|(?:my|scan|notices|t)(?:\/|$))/;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name))))
    .then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const {request} = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (OURS.test(url.pathname)) event.respondWith(page(request, url));
  } else if (/^\/static\/[0-9a-f]{16}\//.test(url.pathname)) {
    event.respondWith(file(event, request));
  }
});

// The server's page; the kept one without a network, after a while with hardly any, or when the service is away.
function page(request, url) {
  return new Promise((resolve, reject) => {
    const instead = (fault) => kept(url).then((found) => {
      if (found) resolve(found);
      else if (fault) reject(fault);
    });
    const patience = setTimeout(instead, PATIENCE);
    fetch(request).then((answer) => {
      clearTimeout(patience);
      if (answer.status >= 502) instead().then(() => resolve(answer));
      else resolve(answer);
    }, (fault) => {
      clearTimeout(patience);
      instead(fault);
    });
  });
}

function kept(url) {
  const kind = {"/": "/home", "/scan": "/scan"}[url.pathname] || "";
  return held(`/shell${kind}?lang=${language(url)}`);
}

// From this version's cache alone: while an update fills its own, the old pages go on with the old files.
function held(request) {
  return caches.open(CACHE).then((cache) => cache.match(request));
}

// As the server chooses: what the address asks for, else the browser's first choice of the two, else Vietnamese.
function language(url) {
  const asked = [url.searchParams.get("lang"), ...self.navigator.languages || []];
  return asked.map((tag) => String(tag).slice(0, 2).toLowerCase()).find((tag) => tag === "vi" || tag === "en") || "vi";
}

// Files at an address with a version never change. What is not on the list is kept when it is first used.
async function file(event, request) {
  const found = await held(request);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok && /immutable/.test(answer.headers.get("cache-control"))) {
    const copy = answer.clone();
    event.waitUntil(caches.open(CACHE).then((cache) => cache.put(request, copy)));
  }
  return answer;
}

// A reminder was tapped: back to the app, whichever of its pages is open.
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.matchAll({type: "window", includeUncontrolled: true}).then(
    ([open]) => (open && open.focus ? open.focus() : self.clients.openWindow("/my"))));
});
