/** What every measurement is given. */
export interface Bench {
  /** How often what is repeated is repeated; null leaves it to the measurement. */
  runs: number | null
  /** How long a round of pgbench takes. */
  roundSeconds: number
  /** How long memory is watched. */
  minutes: number
  /** Tells the reader what is going on; never part of the result. */
  say(text: string): void
  cleanups: Cleanups
}

/** What has to be undone, whether the measurement ends, fails or is interrupted. */
export class Cleanups {
  readonly #tasks: (() => Promise<void>)[] = []

  /** Remembers a task and returns a function that carries it out now, at most once. */
  add(task: () => Promise<void>): () => Promise<void> {
    let done: Promise<void> | undefined
    const once = (): Promise<void> => (done ??= task())
    this.#tasks.push(once)
    return once
  }

  /** Carries everything out, the latest first; a failure does not spare the others. */
  async runAll(): Promise<void> {
    for (const task of this.#tasks.splice(0).reverse()) {
      await task().catch((error: unknown) => {
        process.stderr.write(`Cleaning up failed: ${String(error)}\n`)
      })
    }
  }
}
