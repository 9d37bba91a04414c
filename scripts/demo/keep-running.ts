const pauseMs = 250
const reconnectMs = 2_000

/**
 * Runs `round` again and again with a pause, until `signal` fires. When a connection is lost, it is
 * opened anew after a while, as an application would after a restart of its database.
 */
export async function keepRunning<C>(
  connection: { open: () => Promise<C>; close: (client: C) => Promise<void> },
  prepare: (client: C) => Promise<void>,
  round: (client: C) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const client = await connection.open().catch(() => null)
    if (client !== null) {
      try {
        await prepare(client)
        while (!signal.aborted) {
          await round(client)
          await pause(pauseMs, signal)
        }
      } catch {
        // A restart of the instance ends the connection; the next one is opened below.
      } finally {
        await connection.close(client).catch(() => undefined)
      }
    }
    await pause(reconnectMs, signal)
  }
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise<void>((resolve) => {
    const end = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, milliseconds)
    signal.addEventListener('abort', end)
  })
}
