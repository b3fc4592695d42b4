/* A live camera in a part of the page, and the texts of the codes that it sees. */
import {frameReader} from "./reader.js";

const PAUSE = 120; // ms between two looks: a warm phone and a flat battery read nothing
const SAME = 3000; // ms out of sight before a text counts as seen again
const WANTED = {width: {ideal: 1280}, height: {ideal: 720}};
const BACK = {facingMode: {ideal: "environment"}};
const REASONS = {
  NotAllowedError: "refused",
  SecurityError: "refused",
  NotFoundError: "none",
  OverconstrainedError: "none",
  NotReadableError: "busy",
  AbortError: "busy",
};

/* Show the camera's picture in `element`, whose data-decoder is static('decoder.js'), and call onText(text) for each
 * text that comes into view. A code that stays in view is told once. The next look waits for onText's promise.
 *
 * Call it when somebody has tapped, never before. Promises {stop(), light, turn}: `light(on)` switches the lamp and is
 * null where there is none; `turn()` goes to the next camera and is null where there is one. The camera goes off when
 * the page is hidden or the camera taken away: then `onEnd()` is called. Rejects with an Error whose `reason` is
 * "insecure", "none", "refused", "busy", "stopped" (the page was hidden meanwhile) or "decoder" (no network to fetch
 * what this browser needs). */
export async function scanInto(element, onText, onEnd = () => {}) {
  if (!navigator.mediaDevices || !navigator.mediaDevices.getUserMedia) {
    throw reasoned(window.isSecureContext ? "none" : "insecure");
  }
  const scan = {element, onText, onEnd, on: true, stream: null, video: pictureIn(element), seen: new Map()};
  const end = () => { if (document.hidden) finish(scan, true); };
  scan.unwatch = () => document.removeEventListener("visibilitychange", end);
  document.addEventListener("visibilitychange", end);
  try {
    await openCamera(scan, BACK);
    scan.read = await frameReader(element.dataset.decoder).catch(() => { throw reasoned("decoder"); });
    if (!scan.on) throw reasoned("stopped");
  } catch (fault) {
    finish(scan, false);
    throw fault.reason ? fault : reasoned(REASONS[fault.name] || "none");
  }
  look(scan);
  const cameras = (await navigator.mediaDevices.enumerateDevices()).filter((each) => each.kind === "videoinput");
  return {
    stop: () => finish(scan, false),
    light: hasLight(scan) ? (on) => trackOf(scan).applyConstraints({advanced: [{torch: on}]}) : null,
    turn: cameras.length > 1 ? () => turn(scan, cameras) : null,
  };
}

function reasoned(reason) {
  return Object.assign(new Error(reason), {reason});
}

function pictureIn(element) {
  const video = document.createElement("video");
  video.muted = true;
  video.setAttribute("playsinline", ""); // or an iPhone shows it in a player of its own
  video.setAttribute("aria-hidden", "true");
  element.appendChild(video);
  return video;
}

async function openCamera(scan, which) {
  const stream = await navigator.mediaDevices.getUserMedia({audio: false, video: {...WANTED, ...which}});
  if (!scan.on) { // hidden or stopped while the browser asked for permission
    stream.getTracks().forEach((track) => track.stop());
    throw reasoned("stopped");
  }
  scan.stream = stream;
  trackOf(scan).addEventListener("ended", () => { if (scan.stream === stream) finish(scan, true); });
  scan.video.srcObject = stream;
  await scan.video.play().catch(() => {}); // its frames are read whether or not it may play
}

function trackOf(scan) {
  return scan.stream.getVideoTracks()[0];
}

function hasLight(scan) {
  const track = trackOf(scan);
  return Boolean(track.getCapabilities && track.getCapabilities().torch);
}

async function turn(scan, cameras) {
  const {deviceId} = trackOf(scan).getSettings();
  const next = cameras[(cameras.findIndex((each) => each.deviceId === deviceId) + 1) % cameras.length];
  const before = scan.stream;
  scan.stream = null;
  before.getTracks().forEach((track) => track.stop()); // many phones open one at a time
  try {
    await openCamera(scan, {deviceId: {exact: next.deviceId}});
  } catch (fault) {
    finish(scan, true);
  }
}

async function look(scan) {
  while (scan.on) {
    if (scan.stream && scan.video.readyState >= 2) {
      for (const text of await scan.read(scan.video).catch(() => [])) {
        if (scan.on && text && isNew(scan.seen, text)) await scan.onText(text);
      }
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

/* What was read is kept no longer than it is in view. */
function isNew(seen, text) {
  const now = Date.now();
  seen.forEach((last, each) => { if (now - last > SAME) seen.delete(each); });
  const known = seen.has(text);
  seen.set(text, now);
  return !known;
}

function finish(scan, byItself) {
  if (!scan.on) return;
  scan.on = false;
  scan.unwatch();
  scan.seen.clear();
  if (scan.stream) scan.stream.getTracks().forEach((track) => track.stop());
  scan.video.srcObject = null;
  scan.video.remove();
  if (byItself) scan.onEnd();
}
