/** Something did not answer within its bound, for example a frozen server. */
export class TimeoutError extends Error {}

/**
 * Settles as `work` does, but rejects with `TimeoutError` after `timeoutMs`. The work itself goes
 * on: the caller must end it, or its resources leak.
 */
export async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new TimeoutError(`No answer within ${timeoutMs} ms.`))
    }, timeoutMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
    // Ending the work after a timeout makes it fail, and nobody is left to hear that.
    work.catch(() => undefined)
  }
}
