import pg from 'pg'

const reconnectMs = 500

/**
 * Calls `onNotify` with the payload of every notification on the channel, and with null whenever
 * some may have been missed: after connecting and after reconnecting. Never throws; keeps trying.
 */
export function listenTo(
  databaseUrl: string,
  channel: string,
  onNotify: (payload: string | null) => void,
): { stop(): Promise<void> } {
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  const connect = (): void => {
    if (stopped) return
    const next = new pg.Client({ connectionString: databaseUrl, keepAlive: true })
    let lost = false
    const again = (): void => {
      if (lost) return
      lost = true
      next.end().catch(() => undefined)
      timer = setTimeout(connect, reconnectMs)
    }
    next.on('notification', ({ payload }) => {
      onNotify(payload ?? '')
    })
    next.on('error', again)
    next.on('end', again)
    client = next
    next
      .connect()
      .then(() => next.query(`LISTEN ${pg.escapeIdentifier(channel)}`))
      .then(() => {
        onNotify(null)
      })
      .catch(again)
  }
  connect()
  return {
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await client?.end().catch(() => undefined)
    },
  }
}
