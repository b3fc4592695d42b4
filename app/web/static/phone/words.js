// The sentences that a page gives to its script, in the page's language.

let sentences = null;

export function say(key, values = {}) {
  return known()[key].replace(/%\((\w+)\)s/g, (gap, name) => (name in values ? String(values[name]) : gap));
}

// Takes over the sentences of another page, which may speak another language; those that only this page has stay.
export function learn(text) {
  sentences = Object.assign({}, known(), JSON.parse(text));
}

function known() {
  sentences = sentences || JSON.parse(document.getElementById("words").textContent);
  return sentences;
}
