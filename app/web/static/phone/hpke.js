// HPKE, base mode, one message: RFC 9180 with DHKEM(P-256, HKDF-SHA256), HKDF-SHA256 and AES-128-GCM, on WebCrypto.

const utf8 = (text) => new TextEncoder().encode(text);
const CURVE = {name: "ECDH", namedCurve: "P-256"};
const KEM = [...utf8("KEM"), 0, 16];
const SUITE = [...utf8("HPKE"), 0, 16, 0, 1, 0, 1];

function joined(...parts) {
  return Uint8Array.from([].concat(...parts.map((part) => Array.from(part))));
}

async function mac(key, ...parts) {
  const held = await crypto.subtle.importKey("raw", key, {name: "HMAC", hash: "SHA-256"}, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", held, joined(...parts)));
}

// RFC 9180, section 4. An empty salt is 32 zeros to HMAC, and not every browser takes an empty key.
function extract(suite, salt, label, material) {
  return mac(salt.length ? salt : new Uint8Array(32), utf8("HPKE-v1"), suite, utf8(label), material);
}

// Nothing longer than one block of the hash is ever asked for.
async function expand(suite, key, label, info, length) {
  const block = await mac(key, [0, length], utf8("HPKE-v1"), suite, utf8(label), info, [1]);
  return block.slice(0, length);
}

// Seals with a given ephemeral key pair: a pair seals one message in its life. For tests, else `seal`.
export async function sealWith(pair, receiver, info, clear, aad) {
  const theirs = await crypto.subtle.importKey("raw", receiver, CURVE, false, []);
  const shared = await crypto.subtle.deriveBits({name: "ECDH", public: theirs}, pair.privateKey, 256);
  const ours = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const early = await extract(KEM, [], "eae_prk", new Uint8Array(shared));
  const secret = await expand(KEM, early, "shared_secret", joined(ours, receiver), 32);
  const context = joined(
    [0], await extract(SUITE, [], "psk_id_hash", []), await extract(SUITE, [], "info_hash", info));
  const root = await extract(SUITE, secret, "secret", []);
  const key = await crypto.subtle.importKey(
    "raw", await expand(SUITE, root, "key", context, 16), "AES-GCM", false, ["encrypt"]);
  const iv = await expand(SUITE, root, "base_nonce", context, 12);
  const sealed = await crypto.subtle.encrypt({name: "AES-GCM", iv, additionalData: aad}, key, clear);
  return joined(ours, new Uint8Array(sealed));
}

// The encapsulated key (65 bytes) and the sealed text (16 more than the clear one). `receiver` is a point of
// P-256, 65 bytes; rejects where it is none.
export async function seal(receiver, info, clear) {
  const pair = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  return sealWith(pair, receiver, info, clear, new Uint8Array(0));
}
