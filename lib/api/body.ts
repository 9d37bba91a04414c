import type { MiddlewareHandler } from 'hono'
import { ApiError, invalidArgument } from './errors.ts'

/** The most bytes that a request's body may have. */
export const maxBodyBytes = 1024 ** 2

const jsonType = /^application\/json\s*(;|$)/i

/**
 * Reads the body of a request that has been authenticated, and hands on JSON text. The size is
 * counted while reading, whatever the headers claim. No body at all counts as `{}`, because
 * clients leave it out of calls without fields. Answers 413, 415 or 400 for any other body.
 */
export const readJsonBody: MiddlewareHandler = async (c, next) => {
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD') {
    const bytes = await readLimited(c.req.raw.body)
    const text = bytes.length === 0 ? '{}' : toJsonText(bytes, c.req.header('content-type'))
    const headers = new Headers(c.req.raw.headers)
    headers.set('content-type', 'application/json')
    headers.delete('content-length')
    headers.delete('transfer-encoding')
    c.req.raw = new Request(c.req.url, { method: c.req.method, headers, body: text })
  }
  await next()
}

async function readLimited(stream: ReadableStream<Uint8Array> | null): Promise<Uint8Array> {
  if (stream === null) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = stream.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return Buffer.concat(chunks, size)
    size += value.byteLength
    if (size > maxBodyBytes) {
      void reader.cancel().catch(() => undefined)
      const message = `The body is larger than ${String(maxBodyBytes)} bytes.`
      throw new ApiError({ status: 413, body: { type: 'request_too_large', message } })
    }
    chunks.push(value)
  }
}

function toJsonText(bytes: Uint8Array, contentType: string | undefined): string {
  if (contentType === undefined || !jsonType.test(contentType)) {
    const message = 'Send the body as JSON, with Content-Type: application/json.'
    throw new ApiError({ status: 415, body: { type: 'unsupported_media_type', message } })
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    JSON.parse(text)
    return text
  } catch {
    throw new ApiError(invalidArgument('body', 'format', 'The body is not valid JSON in UTF-8.'))
  }
}
