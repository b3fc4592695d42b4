// What the phone keeps. IndexedDB where the browser has one that works; else memory that ends with the page.

const STORES = ["queue", "diary", "kept"];
const memory = new Map(STORES.map((name) => [name, new Map()]));
let opened;
let durable = false;

function openStore() {
  opened = opened || new Promise((resolve) => {
    let asked;
    try {
      asked = indexedDB.open("ghe", 1);
    } catch (_) {  // forbidden by the person or by the app around the page
      resolve(null);
      return;
    }
    asked.onupgradeneeded = () => STORES.forEach((name) => asked.result.createObjectStore(name));
    asked.onerror = asked.onblocked = () => resolve(null);
    asked.onsuccess = () => {
      durable = true;
      // Another tab that wants a newer form of the store must not wait for this one.
      asked.result.onversionchange = () => { asked.result.close(); opened = undefined; };
      resolve(asked.result);
    };
  });
  return opened;
}

// One transaction on one store. `use` is given the store and returns a request; the promise holds its result,
// and only once it is durable: what a page says is kept must survive the phone's battery.
async function within(name, mode, use, plainly) {
  const base = await openStore();
  if (!base) return plainly(memory.get(name));
  return new Promise((resolve, reject) => {
    // Unless asked for, a browser may call a write done that is not on the disk yet.
    const transaction = base.transaction(name, mode, {durability: "strict"});
    const asked = use(transaction.objectStore(name));
    transaction.oncomplete = () => resolve(asked.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

// Whether what is kept outlives the page.
export async function lasting() {
  await openStore();
  return durable;
}

export function get(name, key) {
  return within(name, "readonly", (store) => store.get(key), (held) => held.get(key));
}

export function put(name, key, value) {
  return within(name, "readwrite", (store) => store.put(value, key), (held) => { held.set(key, value); });
}

export function remove(name, key) {
  return within(name, "readwrite", (store) => store.delete(key), (held) => { held.delete(key); });
}

// All values of a store, in the order of their keys.
export function all(name) {
  return within(name, "readonly", (store) => store.getAll(),
    (held) => [...held.keys()].sort().map((key) => held.get(key)));
}

export function clear(name) {
  return within(name, "readwrite", (store) => store.clear(), (held) => held.clear());
}

// Reads, changes and writes one value so that no other tab comes between. `change` is given the old value
// (undefined: none) and returns the new one (undefined: remove it), which the promise holds.
export async function transact(name, key, change) {
  let value;
  const keep = (old) => { value = change(old); return value; };
  await within(name, "readwrite", (store) => {
    const asked = store.get(key);
    asked.onsuccess = () => {
      if (keep(asked.result) === undefined) store.delete(key);
      else store.put(value, key);
    };
    return asked;
  }, (held) => {
    if (keep(held.get(key)) === undefined) held.delete(key);
    else held.set(key, value);
  });
  return value;
}
