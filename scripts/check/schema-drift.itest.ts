import { execa } from 'execa'
import { expect, test } from 'vitest'
import { projectDir } from '@/scripts/bootstrap/project.mjs'

test('the migrations lead to exactly the tables that the schema describes', async () => {
  const { exitCode, all } = await execa(
    process.execPath,
    [
      'node_modules/prisma/build/index.js',
      'migrate',
      'diff',
      '--from-migrations=prisma/migrations',
      '--to-schema=prisma/schema.prisma',
      '--exit-code',
    ],
    { cwd: projectDir, stdin: 'ignore', all: true, reject: false },
  )
  expect({ exitCode, all }).toMatchObject({ exitCode: 0 })
})
