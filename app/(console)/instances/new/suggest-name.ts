import { randomInt } from 'node:crypto'

const adjectives = ['amber', 'brisk', 'calm', 'clear', 'keen', 'quiet', 'silver', 'steady', 'still']
const nouns = ['bay', 'cove', 'delta', 'fjord', 'harbor', 'kelp', 'reef', 'shoal', 'tide', 'wharf']

const pick = (words: readonly string[]) => words[randomInt(words.length)] ?? 'calm'

/** A name to start from, for example `quiet-reef-42`; whether it is free shows when creating. */
export function suggestName(): string {
  return `${pick(adjectives)}-${pick(nouns)}-${randomInt(10, 100)}`
}
