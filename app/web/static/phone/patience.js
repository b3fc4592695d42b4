// How long a silent server counts as one.

export const PATIENCE = 8000;  // ms

// What a promise gives in time; undefined where it gives nothing: too late, or no network.
export function inTime(promise) {
  const slow = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  return Promise.race([promise, slow]).catch(() => undefined);
}
