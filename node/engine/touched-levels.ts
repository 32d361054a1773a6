/**
 * Which levels a command has changed, and what stood there before. Grows with the largest command seen and stays that large.
 */
export class TouchedLevels {
  private keys = new Float64Array(16);
  private before = new Float64Array(16);
  private used = 0;

  get count(): number {
    return this.used;
  }

  key(index: number): number {
    return this.keys[index] as number;
  }

  quantityBefore(index: number): number {
    return this.before[index] as number;
  }

  add(key: number, quantityBefore: number): void {
    if (this.used === this.keys.length) this.grow();
    this.keys[this.used] = key;
    this.before[this.used] = quantityBefore;
    this.used += 1;
  }

  /**
   * Sorts by key, best first, each key once. A key comes twice when its level ended and another one began; that one counts from 0, so the
   * larger quantity is the one before the command.
   */
  settle(): void {
    this.sort();
    let kept = 0;
    for (let index = 0; index < this.used; index += 1) {
      const key = this.keys[index] as number;
      const quantity = this.before[index] as number;
      if (kept > 0 && this.keys[kept - 1] === key) {
        this.before[kept - 1] = Math.max(this.before[kept - 1] as number, quantity);
        continue;
      }
      this.keys[kept] = key;
      this.before[kept] = quantity;
      kept += 1;
    }
    this.used = kept;
  }

  clear(): void {
    this.used = 0;
  }

  /** Shell sort of both arrays together (Shell, 1959; gaps of Ciura, 2001, continued by 2.25): in place, nothing to allocate. */
  private sort(): void {
    const { keys, before, used } = this;
    let gap = 1;
    while (gap * 2.25 < used) gap = Math.floor(gap * 2.25) + 1;
    for (; gap >= 1; gap = Math.floor(gap / 2.25)) {
      for (let index = gap; index < used; index += 1) {
        const key = keys[index] as number;
        const quantity = before[index] as number;
        let place = index;
        for (; place >= gap && (keys[place - gap] as number) > key; place -= gap) {
          keys[place] = keys[place - gap] as number;
          before[place] = before[place - gap] as number;
        }
        keys[place] = key;
        before[place] = quantity;
      }
    }
  }

  private grow(): void {
    const keys = new Float64Array(this.keys.length * 2);
    const before = new Float64Array(this.before.length * 2);
    keys.set(this.keys);
    before.set(this.before);
    this.keys = keys;
    this.before = before;
  }
}
