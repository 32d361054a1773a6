/** How far the monotonic clock may be from the wall clock before it is set anew, and how often that is looked at. */
const DEVIATION_MS_MAX = 2;
const LOOK_EVERY_MS = 1_000;

let originMs = performance.timeOrigin;
let lookedAtMs = 0;

/** Microseconds since the Unix epoch, UTC: the wall clock, carried on between its milliseconds by the monotonic one. May be set back with it. */
export function nowUs(): number {
  const monotonicMs = performance.now();
  if (monotonicMs - lookedAtMs >= LOOK_EVERY_MS) {
    lookedAtMs = monotonicMs;
    const wallMs = Date.now();
    if (Math.abs(wallMs - originMs - monotonicMs) > DEVIATION_MS_MAX) originMs = wallMs - monotonicMs;
  }
  return Math.round((originMs + monotonicMs) * 1000);
}
