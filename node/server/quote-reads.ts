import type { ClientSession } from './client-session.js';
export class QuoteReads {
  readonly figures = { entries: 0, hits: 0, misses: 0 };
  constructor(_options: unknown) {}
  read(_session: ClientSession, _requestId: number, _instrument: number, _maxAgeMs: number): void {}
  answered(_session: ClientSession, _bytes: Uint8Array, _view: DataView, _at: number, _length: number): void {}
  forget(_session: ClientSession): void {}
  tick(_nowMs: number): void {}
}
