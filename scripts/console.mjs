// The console's own server: Next behind Node's http server, which knows who is really calling.
//   node scripts/console.mjs <build folder, relative to the project>
import { createServer } from 'node:http'
import process from 'node:process'
import { projectDir } from './bootstrap/project.mjs'
import { clientAddress, parseTrustedProxies } from './console/client-address.mjs'

const drainMs = 10_000
const addressHeader = 'x-holdfast-address'

process.env.HOLDFAST_BUILD_DIR = process.argv[2] ?? ''
const hostname = process.env.HOLDFAST_HOST || '127.0.0.1'
const port = Number(process.env.HOLDFAST_PORT || 3000)
const trustedProxies = parseTrustedProxies(process.env.HOLDFAST_TRUSTED_PROXIES ?? '')

const { default: next } = await import('next')
const app = next({ dev: false, dir: projectDir, hostname, port })
const handle = app.getRequestHandler()

/**
 * Next answers a broken percent sequence with an error of its own; it is the client's.
 *
 * @param {string} url
 */
function isDecodable(url) {
  try {
    decodeURIComponent(url.split('?', 1)[0] ?? '')
    return true
  } catch {
    return false
  }
}

const server = createServer(
  {
    maxHeaderSize: 16 * 1024,
    headersTimeout: 20_000,
    requestTimeout: 60_000,
    keepAliveTimeout: 65_000,
  },
  (request, response) => {
    if (!isDecodable(request.url ?? '')) {
      response.writeHead(400, { 'content-type': 'text/plain' }).end('The address is malformed.')
      return
    }
    // Whatever a client claims here is replaced by what the socket, or a trusted proxy, says.
    request.headers[addressHeader] = clientAddress(
      request.socket.remoteAddress,
      request.headersDistinct['x-forwarded-for']?.join(','),
      trustedProxies,
    )
    handle(request, response).catch((error) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
      if (response.headersSent) response.destroy()
      else response.writeHead(500).end()
    })
  },
)
server.maxConnections = 2_000

let isStopping = false
async function stop() {
  if (isStopping) return
  isStopping = true
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeIdleConnections()
  const drained = setTimeout(() => server.closeAllConnections(), drainMs)
  await closed
  clearTimeout(drained)
  await app.close().catch(() => undefined)
  process.exit(0)
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)

server.on('error', (error) => {
  process.stderr.write(`The console cannot listen on ${hostname}:${port}: ${error.message}\n`)
  process.exit(1)
})
await app.prepare()
server.listen({ host: hostname, port })
