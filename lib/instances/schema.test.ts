import { describe, expect, test } from 'vitest'
import { createInstanceSchema, whyUserNameIsRefused, type CreateInstanceInput } from './schema.ts'

const good: CreateInstanceInput = {
  projectId: '5b8f7f0e-3f0e-4a53-9c3f-0d7cf0c9d1aa',
  name: 'orders',
  engine: 'PostgreSQL-17',
  nodeType: 'db-dev-s',
  volumeType: 'sbs_5k',
  volumeSizeBytes: 10_000_000_000,
  userName: 'app',
  password: 'Sturdy-Oak-4711',
}

function problems(changes: Partial<CreateInstanceInput>): string[] {
  const parsed = createInstanceSchema.safeParse({ ...good, ...changes })
  return parsed.success ? [] : parsed.error.issues.map((issue) => issue.path.join('.'))
}

describe('input of a creation', () => {
  test('a sensible instance is accepted', () => {
    expect(problems({})).toEqual([])
  })

  test('no first user at all is accepted, half of one is not', () => {
    expect(problems({ userName: '', password: '' })).toEqual([])
    expect(problems({ userName: '' })).toEqual(['userName'])
    expect(problems({ password: '' })).toEqual(['password'])
  })

  test.each([
    ['an empty name', { name: '   ' }, 'name'],
    ['a name over 63 characters', { name: 'a'.repeat(64) }, 'name'],
    ['a name with a line break', { name: 'a\nb' }, 'name'],
    ['a name with markup', { name: '<b>x</b>' }, 'name'],
    ['an engine that is none', { engine: 'Oracle-19' }, 'engine'],
    ['an engine without version', { engine: 'PostgreSQL' }, 'engine'],
    ['a node type that is none', { nodeType: 'db-mega' }, 'nodeType'],
    ['a volume below 5 GB', { volumeSizeBytes: 1 }, 'volumeSizeBytes'],
    ['a volume off the step', { volumeSizeBytes: 7_000_000_000 }, 'volumeSizeBytes'],
    ['a volume over 10 TB', { volumeSizeBytes: 10_005_000_000_000 }, 'volumeSizeBytes'],
    ['a volume of parts of a byte', { volumeSizeBytes: 5e9 + 0.5 }, 'volumeSizeBytes'],
    ['a local volume of another size', { volumeType: 'lssd' }, 'volumeSizeBytes'],
    ['a password without digit', { password: 'Sturdy-Oak-abcd' }, 'password'],
    ['a password without upper case', { password: 'sturdy-oak-4711' }, 'password'],
    ['a password without lower case', { password: 'STURDY-OAK-4711' }, 'password'],
    ['a password without special character', { password: 'SturdyOak4711' }, 'password'],
    ['a password of 7 characters', { password: 'aB3-567' }, 'password'],
    ['a password of 129 characters', { password: `aB3-${'x'.repeat(125)}` }, 'password'],
    ['a tag twice', { tags: ['a', 'a'] }, 'tags'],
    ['33 tags', { tags: Array.from({ length: 33 }, (_, index) => `t${String(index)}`) }, 'tags'],
  ] as const)('%s is refused at its field', (_title, changes, field) => {
    expect(problems(changes as Partial<CreateInstanceInput>)).toContain(field)
  })

  test('a node type without local volume asks for a block volume', () => {
    expect(problems({ nodeType: 'db-pro2-xxs', volumeType: 'lssd', volumeSizeBytes: 0 })).toEqual([
      'volumeType',
    ])
  })

  test('a field that is not known is refused instead of ignored', () => {
    expect(createInstanceSchema.safeParse({ ...good, superuser: true }).success).toBe(false)
  })
})

describe('names of users', () => {
  test.each([
    ['postgresql', 'app', true],
    ['postgresql', 'A$b_c-9', true],
    ['postgresql', 'a'.repeat(63), true],
    ['postgresql', 'a'.repeat(64), false],
    ['postgresql', '_rdb_x', false],
    ['postgresql', '_RDB_x', false],
    ['postgresql', 'pg_x', false],
    ['postgresql', 'postgres', false],
    ['postgresql', '9a', false],
    ['postgresql', 'a b', false],
    ['postgresql', 'a"b', false],
    ['postgresql', 'ä', false],
    ['mysql', 'pg_x', true],
    ['mysql', 'a'.repeat(32), true],
    ['mysql', 'a'.repeat(33), false],
    ['mysql', 'root', false],
    ['mysql', 'mysql', false],
    ['mysql', "a'b", false],
  ] as const)('%s user %s: accepted %s', (engine, name, accepted) => {
    expect(whyUserNameIsRefused(name, engine) === null).toBe(accepted)
  })
})
