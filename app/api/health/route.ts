import { db } from '@/lib/db/db.ts'
import { logger } from '@/lib/log/log.ts'

export const dynamic = 'force-dynamic'

/** 200 while the console reaches its control database, else 503; tells nothing else. */
export async function GET(): Promise<Response> {
  const headers = { 'Cache-Control': 'no-store' }
  try {
    await db().$queryRaw`SELECT 1`
    return Response.json({ status: 'ok' }, { headers })
  } catch (error) {
    logger('health').warn({ err: error }, 'control database does not answer')
    return Response.json({ status: 'control database does not answer' }, { status: 503, headers })
  }
}
