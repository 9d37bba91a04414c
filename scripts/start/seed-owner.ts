import { db } from '@/lib/db/db.ts'
import { seed } from '@/prisma/seed.ts'

// The caller reads one line of JSON from standard output; it is a pipe, never a log.
const seeded = await seed()
await db().$disconnect()
process.stdout.write(`${JSON.stringify(seeded)}\n`)
