/* Ed25519 verification (RFC 8032, section 5.1.7) for browsers whose WebCrypto has none. A page loads it only then,
 * as a plain script, and finds window.gheEd25519: not a word of it may fail where BigInt is unknown, so there is no
 * BigInt literal. Strict: S below the group's order, points in their one spelling, no cofactor. Public data only, so
 * it takes no care of time. It needs WebCrypto's SHA-512.
 */
window.gheEd25519 = (() => {
  const big = BigInt;
  const [ZERO, ONE, TWO, EIGHT, SIGN] = [big(0), big(1), big(2), big(8), big(255)];
  const P = (ONE << SIGN) - big(19);
  const ORDER = (ONE << big(252)) + big("27742317777372353535851937790883648493");
  const D = mod(big(-121665) * power(big(121666), P - TWO));
  const ROOT = power(TWO, (P - ONE) / big(4)); // of -1
  const BASE = opened(bytesOf(mod(big(4) * power(big(5), P - TWO))));
  const NOWHERE = [ZERO, ONE, ONE, ZERO];

  function mod(value) {
    const rest = value % P;
    return rest < ZERO ? rest + P : rest;
  }

  function power(base, exponent) {
    let result = ONE;
    for (let left = exponent, square = mod(base); left > ZERO; left >>= ONE) {
      if (left & ONE) result = mod(result * square);
      square = mod(square * square);
    }
    return result;
  }

  function numberOf(bytes) {
    let number = ZERO;
    for (let at = bytes.length - 1; at >= 0; at--) number = (number << EIGHT) | big(bytes[at]);
    return number;
  }

  function bytesOf(number) {
    const bytes = new Uint8Array(32);
    for (let at = 0, left = number; at < 32; at++, left >>= EIGHT) bytes[at] = Number(left & big(255));
    return bytes;
  }

  /* The point that 32 bytes name, in extended coordinates; null where there is none, or in another spelling. */
  function opened(bytes) {
    const number = numberOf(bytes);
    const odd = number >> SIGN;
    const y = number & ((ONE << SIGN) - ONE);
    if (bytes.length !== 32 || y >= P) return null;
    const square = mod((y * y - ONE) * power(D * y * y + ONE, P - TWO));
    let x = power(square, (P + big(3)) / EIGHT);
    if (mod(x * x - square)) x = mod(x * ROOT);
    if (mod(x * x - square) || (!x && odd)) return null;
    if ((x & ONE) !== odd) x = P - x;
    return [x, y, ONE, mod(x * y)];
  }

  function closed(point) {
    const inverse = power(point[2], P - TWO);
    const x = mod(point[0] * inverse);
    return bytesOf(mod(point[1] * inverse) | ((x & ONE) << SIGN));
  }

  function add(one, other) {
    const e = (one[1] - one[0]) * (other[1] - other[0]);
    const f = (one[1] + one[0]) * (other[1] + other[0]);
    const g = mod(TWO * one[3] * other[3] * D);
    const h = mod(TWO * one[2] * other[2]);
    const [w, x, y, z] = [mod(f - e), h - g, h + g, mod(f + e)];
    return [mod(w * x), mod(y * z), mod(x * y), mod(w * z)];
  }

  /* n times one point and m times another, on one walk along the bits. */
  function sumOf(n, one, m, other) {
    const both = add(one, other);
    let sum = NOWHERE;
    for (let bit = big(252); bit >= ZERO; bit -= ONE) {
      sum = add(sum, sum);
      const inN = (n >> bit) & ONE;
      const inM = (m >> bit) & ONE;
      if (inN || inM) sum = add(sum, inN && inM ? both : inN ? one : other);
    }
    return sum;
  }

  /* Whether 64 bytes are the signature of a message under 32 bytes of public key: a promise of true or false. */
  return async (publicKey, message, signature) => {
    const key = opened(publicKey);
    const s = numberOf(signature.slice(32));
    if (key === null || signature.length !== 64 || s >= ORDER) return false;
    const hashed = new Uint8Array([...signature.slice(0, 32), ...publicKey, ...message]);
    const h = numberOf(new Uint8Array(await crypto.subtle.digest("SHA-512", hashed))) % ORDER;
    const minusKey = [mod(-key[0]), key[1], key[2], mod(-key[3])];
    const made = closed(sumOf(s, BASE, h, minusKey));
    return made.every((byte, at) => byte === signature[at]);
  };
})();
