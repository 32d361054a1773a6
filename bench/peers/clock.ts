/** Monotonic microseconds that mean the same in every process of this machine (CLOCK_MONOTONIC), as a number. */
const offsetUs = Number(process.hrtime.bigint() / 1000n) - performance.now() * 1000;
export const sharedNowUs = (): number => performance.now() * 1000 + offsetUs;
