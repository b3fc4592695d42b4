// Keeps the app on the phone: its pages and files, for when there is no network.
let asked = false;

// Registers the service worker, when everything that this page needs has come. Where there is none, nothing is lost.
export function keepApp() {
  if (asked || !navigator.serviceWorker) return;
  asked = true;
  const register = () => navigator.serviceWorker.register("/sw.js").catch(() => {});
  if (document.readyState === "complete") register();
  else addEventListener("load", register);
}
