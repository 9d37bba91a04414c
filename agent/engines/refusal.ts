/** What an engine cannot do for a reason that the user can change; the message is shown as it is. */
export class EngineRefusal extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'EngineRefusal'
  }
}

/** True for a refusal, also when a bundler has loaded the class twice. */
export function isRefusal(error: unknown): error is EngineRefusal {
  return error instanceof Error && error.name === 'EngineRefusal'
}

function counted(count: number, kind: string): string {
  if (kind.startsWith('the ')) return kind
  return `${String(count)} ${count === 1 ? kind.replace(/s$/, '') : kind}`
}

/** Counted nouns as words: `2 relations and 1 routine in rdb`. */
export function describeOwned(
  owned: readonly { database: string; kind: string; count: number }[],
): string {
  const databases = [...new Set(owned.map(({ database }) => database))]
  return databases
    .map((name) => {
      const parts = owned
        .filter(({ database }) => database === name)
        .map(({ kind, count }) => counted(count, kind))
      return `${listed(parts)} in ${name}`
    })
    .join('; ')
}

/** Words with commas and a last `and`. */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`
}
