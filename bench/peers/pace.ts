import { sharedNowUs } from './clock.js';

export interface Pace {
  readonly seconds: number;
  readonly perS: number;
  /** Watches the clock without sleep; otherwise timers of 1 ms pace it. */
  readonly spin: boolean;
}

/** Timers of Node have whole milliseconds: their own lateness is not the contestant's. Beyond this it is, and counts. */
const TIMER_SLACK_US = 2000;

/**
 * Open loop: calls `due` on a fixed schedule, however slow the answers are, with the moment at which the message was meant to leave.
 * When the schedule is watched by a timer, the message was meant to leave when the timer fired, unless that was held up.
 * `due` may return false for "there is no room": the message is then tried again, its intended moment unchanged.
 *
 * @returns how many were due
 */
export function pace({ seconds, perS, spin }: Pace, due: (intendedUs: number) => boolean): Promise<number> {
  const startUs = sharedNowUs();
  const gapUs = 1e6 / perS;
  const total = Math.floor(seconds * perS);
  let sent = 0;
  return new Promise((resolve) => {
    const turn = (): void => {
      const nowUs = sharedNowUs();
      while (sent < total) {
        const intendedUs = startUs + sent * gapUs;
        if (intendedUs > nowUs) break;
        if (!due(spin || nowUs - intendedUs > TIMER_SLACK_US ? intendedUs : nowUs)) break;
        sent++;
      }
      if (sent >= total) resolve(sent);
      else if (spin) setImmediate(turn);
      else setTimeout(turn, 1);
    };
    turn();
  });
}
