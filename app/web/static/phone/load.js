/* A script that few phones need, fetched when this one does: once a page. */

const loading = {};

/* `address` comes from the page. Rejects where there is no network and no copy. */
export function loadScript(address) {
  if (!loading[address]) {
    loading[address] = new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = resolve;
      script.onerror = () => {
        delete loading[address]; // the next tap may have a network
        script.remove();
        reject(new Error("not loaded"));
      };
      document.head.appendChild(script);
    });
  }
  return loading[address];
}
