/**
 * The durable side of a node: log, checkpoints, journal of executions, and the engine that is rebuilt from them.
 *
 * After a crash the engine is the newest checkpoint plus the log behind it. What that replay says about executions goes to the journal,
 * which takes no notice of what it has already; so a report is in the journal once, whenever the process died.
 */

import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RelaisError, type Settings } from '../../registry/index.js';
import type { EngineOutput, OrderProcessor } from '../engine/index.js';
import { CheckpointStore, DerivedJournal, TransactionLog } from '../log/index.js';
import { decodeCommandHeader, ExecutionReportReader, emptyCommandHeader, MESSAGE_CRC_BYTES } from '../wire/index.js';

export interface DurableStateOptions {
  readonly folder: string;
  readonly region: number;
  /** 16 random bytes for a log that is formatted now. */
  readonly diskId: Uint8Array;
  readonly engine: OrderProcessor;
  readonly settings: Pick<
    Settings,
    | 'logSegmentBytes'
    | 'logPreparedSegments'
    | 'logGroupBytes'
    | 'logPendingGroups'
    | 'logReserveBytes'
    | 'checkpointsKept'
    | 'journalFileBytes'
    | 'journalFilesKept'
    | 'journalBacklogBytes'
  >;
}

export interface DurableState {
  readonly log: TransactionLog;
  readonly checkpoints: CheckpointStore;
  readonly journal: DerivedJournal;
  /** Time of the last entry; later ones never go back behind it. */
  readonly lastTimeUs: number;
  /** Sequence of the checkpoint that the engine was rebuilt from; 0 for none. */
  readonly checkpointSeq: number;
  readonly replayedEntries: number;
}

/** Opens everything and rebuilds the engine. Errors: those of node/log and of OrderProcessor.readCheckpoint. */
export async function openDurableState({ folder, region, diskId, engine, settings }: DurableStateOptions): Promise<DurableState> {
  const log = await TransactionLog.open({
    directory: join(folder, 'log'),
    region,
    diskId,
    segmentBytes: settings.logSegmentBytes,
    preparedSegments: settings.logPreparedSegments,
    groupBytes: settings.logGroupBytes,
    pendingGroups: settings.logPendingGroups,
    reserveBytes: settings.logReserveBytes,
  });
  const checkpoints = await CheckpointStore.open({ directory: join(folder, 'checkpoints'), region, kept: settings.checkpointsKept });
  const journal = await DerivedJournal.open({
    directory: join(folder, 'executions'),
    region,
    fileBytes: settings.journalFileBytes,
    filesKept: settings.journalFilesKept,
    backlogBytes: settings.journalBacklogBytes,
  });
  const checkpoint = await checkpoints.latest();
  const checkpointSeq = checkpoint?.position.seq ?? 0;
  // The log's end was durable before the checkpoint was written: a log that ends earlier has lost what was acknowledged.
  if (checkpointSeq > log.appendedSeq) {
    throw new RelaisError('RELAIS_E_LOG_DAMAGED', `the log ends at ${log.appendedSeq}, before its checkpoint at ${checkpointSeq}`);
  }
  if (checkpoint !== null) await engine.readCheckpoint(checkpoint.chunks);
  const header = emptyCommandHeader();
  const replay = new ReplayOutput(journal);
  let replayedEntries = 0;
  let lastTimeUs = 0;
  // From the checkpoint's own entry on: its time is needed even when nothing follows it.
  for await (const entry of log.readFrom(Math.max(checkpointSeq, log.firstSeq))) {
    // The header is followed directly by its command; it has neither group nor text, so its block and its CRC32 are all of it.
    const headerBytes = entry.view.getUint8(entry.at) + MESSAGE_CRC_BYTES;
    lastTimeUs = decodeCommandHeader(entry.view, entry.bytes, entry.at, headerBytes, header).timeUs;
    if (entry.seq <= checkpointSeq) continue;
    while (journal.refusal() !== null) await sleep(1);
    replay.seq = entry.seq;
    engine.apply(entry.epoch, entry.seq, entry.bytes, entry.view, entry.at, entry.length, replay);
    replayedEntries++;
  }
  return { log, checkpoints, journal, lastTimeUs, checkpointSeq, replayedEntries };
}

/** Writes executions to the journal again; market data of the past is of no use to anybody. */
class ReplayOutput implements EngineOutput {
  seq = 0;
  readonly #journal: DerivedJournal;
  readonly #reader = new ExecutionReportReader();

  constructor(journal: DerivedJournal) {
    this.#journal = journal;
  }

  execution(_partner: number, bytes: Uint8Array, view: DataView, at: number, length: number): void {
    this.#journal.append(this.seq, this.#reader.wrap(view, bytes, at, length).index, bytes, at, length);
  }

  market(): void {}
}

/**
 * Writes a checkpoint of the engine as it is now and removes what is no longer needed before it. The state is taken in one turn of the
 * loop, at the sequence that is appended then; the file is written behind it. The journal is synced first, so that what the checkpoint makes
 * unnecessary to replay is on the disk.
 */
export async function writeCheckpoint(
  state: Pick<DurableState, 'log' | 'checkpoints' | 'journal'>,
  engine: OrderProcessor,
): Promise<number> {
  const { log, checkpoints, journal } = state;
  const seq = log.appendedSeq;
  const chunks = Array.from(engine.writeCheckpoint(), (chunk) => chunk.slice());
  const epoch = log.epoch;
  await log.whenDurable(seq);
  // Everything up to seq has been released to the journal once it is durable; one more turn lets the release of this very moment finish.
  await sleep(0);
  await journal.sync();
  // The chain has a hash at the end of each group: the one of the group that made `seq` durable, or a later one, names the same log.
  await checkpoints.write({ epoch, seq, hash: log.durablePosition.hash }, chunks);
  const oldest = await checkpoints.oldestSeq();
  if (oldest !== null) await log.removeBefore(oldest);
  return seq;
}
