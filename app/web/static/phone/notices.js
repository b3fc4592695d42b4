// Tells the server that the notices are on the screen. A page that was fetched and never seen is not read.
const list = document.querySelector("[data-shown]");

function tell() {
  if (document.visibilityState !== "visible") return;
  document.removeEventListener("visibilitychange", tell);
  const body = new URLSearchParams({ until: list.dataset.shown });
  fetch("/notices/shown", { method: "POST", body, keepalive: true }).catch(() => {});
}

if (list) {
  document.addEventListener("visibilitychange", tell);
  tell();
}
