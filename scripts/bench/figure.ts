export type Unit = 's' | 'ms' | 'tps' | 'MB' | 'kB' | 'x'

/** One line of the result: what was measured, and what it is held against. */
export interface Figure {
  name: string
  unit: Unit
  measured: number
  /** The other side, measured in the same run; null for a figure that is only stated. */
  reference: { label: string; value: number } | null
  /** Measured through reference. */
  ratio: number | null
  target: { text: string; isMet: boolean } | null
  /** Every single value behind the figure, in the figure's unit unless the label says otherwise. */
  samples: { label: string; values: readonly number[] }[]
  notes: string[]
}

/** What a figure may leave out. */
export type FigureInput = Pick<Figure, 'name' | 'unit' | 'measured'> &
  Partial<Omit<Figure, 'ratio'>>

/** A figure with its ratio. */
export function figure(input: FigureInput): Figure {
  const reference = input.reference ?? null
  return {
    name: input.name,
    unit: input.unit,
    measured: input.measured,
    reference,
    ratio: reference === null ? null : input.measured / reference.value,
    target: input.target ?? null,
    samples: input.samples ?? [],
    notes: input.notes ?? [],
  }
}

/** A target that is met up to `limit`. */
export function atMost(
  measured: number,
  limit: number,
  text: string,
): { text: string; isMet: boolean } {
  return { text, isMet: measured <= limit }
}

/** A target that is met from `limit` on. */
export function atLeast(
  measured: number,
  limit: number,
  text: string,
): { text: string; isMet: boolean } {
  return { text, isMet: measured >= limit }
}
