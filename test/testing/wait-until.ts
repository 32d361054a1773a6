import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EVERY_MS = 10;

/** Waits for a condition, generously: it says what did not come true. */
export async function waitUntil(what: string, condition: () => boolean | Promise<boolean>, withinMs = 20_000): Promise<void> {
  const untilMs = performance.now() + withinMs;
  while (!(await condition())) {
    if (performance.now() > untilMs) throw new Error(`did not come true within ${withinMs} ms: ${what}`);
    await sleep(LOOK_EVERY_MS);
  }
}

/** The value of a promise, or an error that says what was waited for. */
export async function within<T>(what: string, promise: Promise<T>, withinMs = 20_000): Promise<T> {
  const timer = new AbortController();
  const late = sleep(withinMs, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`did not come within ${withinMs} ms: ${what}`);
  });
  late.catch(() => {});
  try {
    return await Promise.race([promise, late]);
  } finally {
    timer.abort();
  }
}
