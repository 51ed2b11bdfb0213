/** What one figure was over a run. Rows in which it was not told do not count. */
export class Figure {
  #count = 0;
  #sum = 0;
  #most: number | null = null;

  add(value: number | null): void {
    if (value === null) return;
    this.#count++;
    this.#sum += value;
    this.#most = this.#most === null ? value : Math.max(this.#most, value);
  }

  /** null: it was never told. */
  get mean(): number | null {
    return this.#count === 0 ? null : this.#sum / this.#count;
  }

  get most(): number | null {
    return this.#most;
  }
}
