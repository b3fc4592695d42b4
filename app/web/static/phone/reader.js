/* Pictures in, texts of QR codes out: the browser's own detector where it reads them, else the packaged one.
 *
 * The packaged decoder is a tenth of a megabyte on the wire, so it is fetched by those phones alone that need it.
 * Of its own camera and page it uses nothing: one inner object is given a canvas.
 */
import {loadScript} from "./load.js";

const QR = "qr_code";
const MOST_FAULTS = 3;
const WIDEST = 800; // pixels of a frame that the packaged decoder looks at: more is slower, not better
const TILT = 0.12; // radians: see framesOf
const PHOTO_LOOKS = [[800, 0], [1600, 0], [400, 0], [800, TILT]];

let packagedReader = null;

/* A function that takes a video that plays and promises the texts in what it shows now. Rejects where this browser
 * needs the packaged decoder and it cannot be had. `decoder` is its address. */
export async function frameReader(decoder) {
  const detector = await ownDetector();
  if (detector === null) return framesOf(await packaged(decoder));
  let faults = 0;
  let other = null;
  return async (video) => {
    if (other) return other(video);
    try {
      const found = await detector.detect(video);
      faults = 0;
      return found.map((each) => each.rawValue);
    } catch (fault) {
      // Some phones have the interface and, without its service, nothing behind it.
      faults += 1;
      if (faults >= MOST_FAULTS) other = framesOf(await packaged(decoder));
      return [];
    }
  };
}

/* The texts in a photograph, a file that somebody chose. Rejects where it is no picture. */
export async function readPhoto(file, decoder) {
  const picture = await pictureOf(file);
  const detector = await ownDetector();
  if (detector !== null) {
    try {
      const found = await detector.detect(picture);
      if (found.length) return found.map((each) => each.rawValue);
    } catch (fault) {
      // the other one may read it
    }
  }
  const read = await packaged(decoder);
  for (const [width, tilt] of PHOTO_LOOKS) {
    const share = Math.min(1, width / Math.max(picture.naturalWidth, picture.naturalHeight));
    const text = await read(picture, [0, 0, picture.naturalWidth, picture.naturalHeight], share, tilt);
    if (text !== null) return [text];
  }
  return [];
}

async function ownDetector() {
  try {
    const formats = await window.BarcodeDetector.getSupportedFormats();
    return formats.includes(QR) ? new window.BarcodeDetector({formats: [QR]}) : null;
  } catch (fault) {
    return null;
  }
}

/* By turns the middle of the frame, as sharp as it is, the whole of it, smaller, and the middle tilted,
 * each time otherwise: of a hundred codes that lie straight in a still frame one is never read as it lies. */
function framesOf(read) {
  let looks = 0;
  return async (video) => {
    const {videoWidth: width, videoHeight: height} = video;
    const side = Math.min(width, height, WIDEST);
    const turn = looks++ % 3;
    const part = turn === 1 ? [0, 0, width, height] : [(width - side) / 2, (height - side) / 2, side, side];
    const text = await read(video, part, Math.min(1, WIDEST / Math.max(part[2], part[3])), turn === 2 ? Math.sin(looks) / 4 : 0);
    return text === null ? [] : [text];
  };
}

/* A function of (picture, [x, y, width, height], share, tilt): that part of the picture, made smaller and turned about
 * its middle, is read. */
async function packaged(address) {
  if (packagedReader) return packagedReader;
  await loadScript(address);
  const place = document.createElement("div"); // it wants a place in the page, and leaves it empty
  place.id = "decoder";
  place.hidden = true;
  document.body.appendChild(place);
  const inner = new window.Html5Qrcode(place.id, {
    formatsToSupport: [window.Html5QrcodeSupportedFormats.QR_CODE],
    useBarCodeDetectorIfSupported: false,
    verbose: false,
  }).qrcode;
  const canvas = document.createElement("canvas");
  const brush = canvas.getContext("2d", {willReadFrequently: true});
  packagedReader = async (picture, [x, y, width, height], share, tilt) => {
    canvas.width = Math.max(1, Math.round(width * share)); // this empties it and sets the brush straight
    canvas.height = Math.max(1, Math.round(height * share));
    brush.translate(canvas.width / 2, canvas.height / 2);
    brush.rotate(tilt);
    brush.translate(-canvas.width / 2, -canvas.height / 2);
    brush.drawImage(picture, x, y, width, height, 0, 0, canvas.width, canvas.height);
    try {
      return (await inner.decodeAsync(canvas)).text;
    } catch (fault) {
      return null; // it says "nothing found" by throwing
    }
  };
  return packagedReader;
}

/* Through a data: address, which the page's policy lets pictures have; blob: it does not. */
function pictureOf(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    const picture = new Image();
    reader.onerror = picture.onerror = () => reject(new Error("no picture"));
    reader.onload = () => { picture.src = reader.result; };
    picture.onload = () => resolve(picture);
    reader.readAsDataURL(file);
  });
}
