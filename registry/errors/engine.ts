import { errorEntries } from './entry.js';

/** Wire numbers 300–349. None of these reaches a peer: what a peer may do wrong becomes a reject reason. */
export const engineErrors = errorEntries({
  RELAIS_E_ENGINE_SEQUENCE: {
    text: 'A log entry was applied twice or out of order.',
    remedy: 'The process ends rather than guess; on restart the state is rebuilt from checkpoint and log. If it comes back, report it.',
  },
  RELAIS_E_ENGINE_BEHAVIOUR: {
    text: 'The log asks for a behaviour version that this program does not know.',
    remedy: 'Run the release that wrote the log, or a newer one.',
  },
  RELAIS_E_ENGINE_CAPACITY: {
    text: 'A checkpoint holds more orders, instruments or stop orders than the engine may.',
    remedy: 'Raise engineRecordsMax, engineInstrumentsMax or engineStopsPerInstrumentMax to what they were when it was written.',
  },
  RELAIS_E_ENGINE_CHECKPOINT_DAMAGED: {
    text: 'A checkpoint of the engine does not match its checksums or contradicts itself.',
    remedy: 'Start from an older checkpoint or from the beginning of the log; both give the same state.',
  },
  RELAIS_E_ENGINE_CHECKPOINT_VERSION: {
    text: 'A checkpoint of the engine has a layout that this program does not know.',
    remedy: 'Run the release that wrote it, or replay the log from its beginning.',
  },
  RELAIS_E_ENGINE_CHECKPOINT_REGION: {
    text: 'A checkpoint belongs to another region.',
    remedy: 'Give the server the state folder of its own region.',
  },
  RELAIS_E_CALENDAR: {
    text: 'A session calendar makes no sense.',
    remedy: 'Correct the named field: IANA time zone, sessions sorted and not overlapping, minutes 0 to 1,440, dates as YYYY-MM-DD.',
  },
});
