import type { Person } from './people.ts'

/** What comes of an attempt, as far as rights go. */
export type Verdict = 'unauthenticated' | 'refused' | 'hidden' | 'authorised'

/**
 * Who may do what, said once more and apart from the catalogue, so that a slip there shows here.
 *
 * - `read`: one thing of a project. `list`: an answer for everybody, limited to what they may see.
 * - `operate`, `write`: changes in a project, for operators too, or for full access only.
 * - `create`: something new in a project, of which everybody in the organization may know.
 * - `organization`: matters of the whole organization, for owners here.
 * - `own`: a list of one's own things, and of everybody's for those who manage them.
 * - `nobody`: for the account's own member only, and tried by others.
 * - `everybody`: whoever is signed in. `public`: without signing in.
 */
export const classes = [
  'read',
  'list',
  'operate',
  'write',
  'create',
  'organization',
  'own',
  'everybody',
  'nobody',
  'public',
] as const
export type RightsClass = (typeof classes)[number]

const readers: ReadonlySet<Person> = new Set([
  'viewer',
  'backup operator',
  'operator',
  'full access',
  'owner',
])
const operators: ReadonlySet<Person> = new Set(['operator', 'full access', 'owner'])
const writers: ReadonlySet<Person> = new Set(['full access', 'owner'])

/**
 * What must come of an attempt. `hidden`: answered as if the thing did not exist, or by a list
 * without it. `refused`: the reader knows of it and may not.
 */
export function expectedVerdict(rights: RightsClass, person: Person): Verdict {
  if (rights === 'public') return 'authorised'
  if (person === 'anonymous' || person === 'expired session') return 'unauthenticated'
  const isReader = readers.has(person)
  switch (rights) {
    case 'everybody':
      return 'authorised'
    case 'nobody':
      return 'refused'
    case 'create':
      return writers.has(person) ? 'authorised' : 'refused'
    case 'own':
      return person === 'owner' ? 'authorised' : 'hidden'
    case 'organization':
      return person === 'owner' ? 'authorised' : 'refused'
    case 'read':
    case 'list':
      return isReader ? 'authorised' : 'hidden'
    case 'operate':
      return operators.has(person) ? 'authorised' : isReader ? 'refused' : 'hidden'
    case 'write':
      return writers.has(person) ? 'authorised' : isReader ? 'refused' : 'hidden'
  }
}

/** The verdict of an answer; `text` is all of it, to find what should have been hidden. */
export function verdictOf(
  rights: RightsClass,
  code: string | null,
  text: string,
  marker: string,
): Verdict {
  if (code === 'unauthenticated') return 'unauthenticated'
  if (code === 'not_found') return rights === 'organization' ? 'refused' : 'hidden'
  if (code === 'forbidden') return 'refused'
  if (code === null && isList(rights) && !text.includes(marker)) return 'hidden'
  return 'authorised'
}

function isList(rights: RightsClass): boolean {
  return rights === 'list' || rights === 'own'
}
