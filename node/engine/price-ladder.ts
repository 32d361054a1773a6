/**
 * The levels of one side, sorted by key, best first: a B+tree of two floors. Below are blocks of up to 128 keys in one shared typed array,
 * above an array with the first key of each block. Finding is two binary searches, inserting and removing move at most a block and the
 * upper array: 16,000 entries for a million levels. Neighbours that are half empty together are merged, so blocks stay a quarter full on
 * average, whatever the prices did. Source of the structure: Bayer and McCreight, "Organization and maintenance of large ordered indices",
 * 1972, cut off at two floors.
 */
import { assert } from '../../registry/index.js';
import { NONE } from './order-records.js';
import type { PriceLevels } from './price-levels.js';

const BLOCK_KEYS = 128;

/** Memory of the blocks of all ladders. */
export class LadderBlocks {
  readonly keys: Float64Array;
  readonly levels: Int32Array;
  readonly counts: Int32Array;
  private readonly links: Int32Array;
  private freeBlock = NONE;
  private untouched = 0;

  constructor(levelsMax: number, laddersMax: number) {
    const blocks = Math.ceil((levelsMax * 4) / BLOCK_KEYS) + laddersMax * 2;
    this.keys = new Float64Array(blocks * BLOCK_KEYS);
    this.levels = new Int32Array(blocks * BLOCK_KEYS);
    this.counts = new Int32Array(blocks);
    this.links = new Int32Array(blocks);
  }

  allocate(): number {
    let block = this.freeBlock;
    if (block === NONE) {
      block = this.untouched;
      assert(block < this.counts.length, 'RELAIS_E_INTERNAL', 'ladder blocks are full');
      this.untouched += 1;
    } else {
      this.freeBlock = this.links[block] as number;
    }
    this.counts[block] = 0;
    return block;
  }

  free(block: number): void {
    this.links[block] = this.freeBlock;
    this.freeBlock = block;
  }

  clear(): void {
    this.freeBlock = NONE;
    this.untouched = 0;
  }
}

export class PriceLadder {
  private readonly levels: PriceLevels;
  private readonly blocks: LadderBlocks;
  private firstKeys = new Float64Array(4);
  private blockIds = new Int32Array(4);
  private blockCount = 0;
  private levelCount = 0;

  constructor(levels: PriceLevels, blocks: LadderBlocks) {
    this.levels = levels;
    this.blocks = blocks;
  }

  get count(): number {
    return this.levelCount;
  }

  /** Level with the smallest key, or −1. */
  best(): number {
    return this.blockCount === 0 ? NONE : (this.blocks.levels[(this.blockIds[0] as number) * BLOCK_KEYS] as number);
  }

  find(key: number): number {
    if (this.blockCount === 0) return NONE;
    const block = this.blockIds[this.positionOfBlock(key)] as number;
    const place = this.placeInBlock(block, key);
    if (place === this.blocks.counts[block] || this.blocks.keys[block * BLOCK_KEYS + place] !== key) return NONE;
    return this.blocks.levels[block * BLOCK_KEYS + place] as number;
  }

  /** The level with the smallest key above `key`, or −1. */
  after(key: number): number {
    if (this.blockCount === 0) return NONE;
    const position = this.positionOfBlock(key);
    const block = this.blockIds[position] as number;
    let place = this.placeInBlock(block, key);
    const count = this.blocks.counts[block] as number;
    if (place < count && this.blocks.keys[block * BLOCK_KEYS + place] === key) place += 1;
    if (place < count) return this.blocks.levels[block * BLOCK_KEYS + place] as number;
    if (position + 1 === this.blockCount) return NONE;
    return this.blocks.levels[(this.blockIds[position + 1] as number) * BLOCK_KEYS] as number;
  }

  findOrCreate(key: number): number {
    if (this.blockCount === 0) this.insertBlock(0, this.blocks.allocate(), key);
    let position = this.positionOfBlock(key);
    let block = this.blockIds[position] as number;
    let place = this.placeInBlock(block, key);
    if (place < (this.blocks.counts[block] as number) && this.blocks.keys[block * BLOCK_KEYS + place] === key) {
      return this.blocks.levels[block * BLOCK_KEYS + place] as number;
    }
    if (this.blocks.counts[block] === BLOCK_KEYS) {
      this.split(position);
      if (key >= (this.firstKeys[position + 1] as number)) position += 1;
      block = this.blockIds[position] as number;
      place = this.placeInBlock(block, key);
    }
    const level = this.levels.allocate(key);
    this.insertAt(position, block, place, key, level);
    return level;
  }

  /** Takes an empty level out and frees it. */
  remove(level: number): void {
    const { blocks } = this;
    const key = this.levels.key(level);
    const position = this.positionOfBlock(key);
    const block = this.blockIds[position] as number;
    const place = this.placeInBlock(block, key);
    const from = block * BLOCK_KEYS + place;
    const end = block * BLOCK_KEYS + (blocks.counts[block] as number);
    assert(from < end && blocks.levels[from] === level, 'RELAIS_E_INTERNAL', 'a price level is not in its ladder');
    blocks.keys.copyWithin(from, from + 1, end);
    blocks.levels.copyWithin(from, from + 1, end);
    blocks.counts[block] = (blocks.counts[block] as number) - 1;
    this.levelCount -= 1;
    this.levels.free(level);
    if (blocks.counts[block] === 0) this.removeBlock(position);
    else if (place === 0) this.firstKeys[position] = blocks.keys[block * BLOCK_KEYS] as number;
    if (position < this.blockCount) this.mergeWithNext(position);
    if (position > 0) this.mergeWithNext(position - 1);
  }

  /** Position of the last block whose first key is not above `key`; 0 when all are. */
  private positionOfBlock(key: number): number {
    let low = 0;
    let high = this.blockCount - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.firstKeys[middle] as number) <= key) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Place of the first key of a block that is not below `key`. */
  private placeInBlock(block: number, key: number): number {
    const base = block * BLOCK_KEYS;
    let low = 0;
    let high = this.blocks.counts[block] as number;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.blocks.keys[base + middle] as number) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private insertAt(position: number, block: number, place: number, key: number, level: number): void {
    const { blocks } = this;
    const at = block * BLOCK_KEYS + place;
    const end = block * BLOCK_KEYS + (blocks.counts[block] as number);
    blocks.keys.copyWithin(at + 1, at, end);
    blocks.levels.copyWithin(at + 1, at, end);
    blocks.keys[at] = key;
    blocks.levels[at] = level;
    blocks.counts[block] = (blocks.counts[block] as number) + 1;
    if (place === 0) this.firstKeys[position] = key;
    this.levelCount += 1;
  }

  private split(position: number): void {
    const { blocks } = this;
    const block = this.blockIds[position] as number;
    const upper = blocks.allocate();
    const half = BLOCK_KEYS / 2;
    this.move(block, half, upper, 0, half);
    blocks.counts[block] = half;
    blocks.counts[upper] = half;
    this.insertBlock(position + 1, upper, blocks.keys[upper * BLOCK_KEYS] as number);
  }

  private mergeWithNext(position: number): void {
    if (position + 1 >= this.blockCount) return;
    const { blocks } = this;
    const block = this.blockIds[position] as number;
    const next = this.blockIds[position + 1] as number;
    const count = blocks.counts[block] as number;
    const nextCount = blocks.counts[next] as number;
    if (count + nextCount > BLOCK_KEYS / 2) return;
    this.move(next, 0, block, count, nextCount);
    blocks.counts[block] = count + nextCount;
    this.removeBlock(position + 1);
  }

  private move(from: number, fromPlace: number, to: number, toPlace: number, count: number): void {
    const { keys, levels } = this.blocks;
    const source = from * BLOCK_KEYS + fromPlace;
    const target = to * BLOCK_KEYS + toPlace;
    keys.copyWithin(target, source, source + count);
    levels.copyWithin(target, source, source + count);
  }

  private insertBlock(position: number, block: number, firstKey: number): void {
    if (this.blockCount === this.blockIds.length) this.growTop();
    this.firstKeys.copyWithin(position + 1, position, this.blockCount);
    this.blockIds.copyWithin(position + 1, position, this.blockCount);
    this.firstKeys[position] = firstKey;
    this.blockIds[position] = block;
    this.blockCount += 1;
  }

  private removeBlock(position: number): void {
    this.blocks.free(this.blockIds[position] as number);
    this.firstKeys.copyWithin(position, position + 1, this.blockCount);
    this.blockIds.copyWithin(position, position + 1, this.blockCount);
    this.blockCount -= 1;
  }

  private growTop(): void {
    const firstKeys = new Float64Array(this.firstKeys.length * 2);
    const blockIds = new Int32Array(this.blockIds.length * 2);
    firstKeys.set(this.firstKeys);
    blockIds.set(this.blockIds);
    this.firstKeys = firstKeys;
    this.blockIds = blockIds;
  }
}
