import { createHash } from 'node:crypto'
import { isIP, isIPv4 } from 'node:net'
import { familyOf, type AddressFamily } from '@/agent/endpoints/addresses.ts'
import type { EndpointSpec, NodeAddress } from '@/agent/endpoints/endpoint.ts'
import { EndpointError } from '@/agent/endpoints/errors.ts'

/** Names inside the configuration that runtime commands refer to. */
export const frontend = 'clients'
export const backend = 'node'
export const server = `${backend}/current`

/** Counters by the rule that let a client in, and by the address that none did. */
export const tables = { rules: 'rules', refused: 'refused' } as const

/** How long a refused address is remembered; the 100 that came last are kept. */
export const refusedForMs = 3_600_000

/** Files in the endpoint's directory; HAProxy runs there and knows them by these names. */
export const files = {
  configuration: 'haproxy.cfg',
  allowed: 'allowed.map',
  socket: 'haproxy.sock',
  output: 'haproxy.log',
  formerOutput: 'haproxy.log.1',
} as const

/** Most connections of one endpoint; at 0 the kernel keeps new ones waiting in its backlog. */
export const maxConnections = 4000

/** Engines accept Holdfast's superuser from 127.0.0.1 only, so clients must arrive from elsewhere. */
const sourceAddress = '127.0.0.2'

/** Stands in while there is no node: the server is in maintenance and never connected to. */
export const noTarget: NodeAddress = { host: '127.0.0.1', port: 1 }

function isPort(port: number): boolean {
  return Number.isInteger(port) && port > 0 && port < 65_536
}

function checkedBind(spec: EndpointSpec): { bind: string; family: AddressFamily } {
  if (isIP(spec.bindHost) === 0 || spec.bindHost.includes('%') || !isPort(spec.port)) {
    throw new EndpointError(
      'invalid_address',
      `An endpoint cannot listen on ${spec.bindHost} port ${spec.port}`,
    )
  }
  const { bindHost, port } = spec
  const family = familyOf(bindHost)
  const bind = family === 'ipv4' ? `ipv4@${bindHost}:${port}` : `ipv6@[${bindHost}]:${port} v6only`
  return { bind, family }
}

/** Throws EndpointError `invalid_address` unless the node has an IPv4 address and a port. */
export function checkTarget(target: NodeAddress): NodeAddress {
  if (!isIPv4(target.host) || !isPort(target.port)) {
    throw new EndpointError(
      'invalid_address',
      `An endpoint cannot point at ${target.host} port ${target.port}`,
    )
  }
  return target
}

/**
 * One thread: with eight busy clients on two cores a second one took about a third more CPU time for
 * each query (pgbench, select-only), which the engine then lacks. Timeouts are a last resort:
 * keepalive finds dead peers, and a long query may be silent for hours. Rules are looked up and
 * counted when a client connects, never afterwards; the most specific one counts.
 */
function render(
  { bind, family }: { bind: string; family: AddressFamily },
  serverLine: string,
  description: string,
): string {
  const rule = `src,map_ip(${files.allowed})`
  return `global
  description ${description}
  nbthread 1
  maxconn ${maxConnections}
  noreuseport
  no strict-limits
  stats socket unix@${files.socket} mode 600 level admin
  stats timeout 10s

frontend ${frontend}
  mode tcp
  bind ${bind}
  maxconn ${maxConnections}
  timeout client 24h
  timeout client-fin 30s
  option clitcpka
  clitcpka-idle 60s
  clitcpka-intvl 10s
  clitcpka-cnt 6
  tcp-request connection track-sc0 ${rule} table ${tables.rules}
  tcp-request connection track-sc1 src table ${tables.refused} if !{ ${rule} -m found }
  tcp-request connection reject unless { ${rule} -m found }
  default_backend ${backend}

backend ${backend}
  mode tcp
  timeout connect 5s
  timeout server 24h
  timeout server-fin 30s
  retries 0
  option srvtcpka
  srvtcpka-idle 60s
  srvtcpka-intvl 10s
  srvtcpka-cnt 6
  ${serverLine}

backend ${tables.rules}
  stick-table type string len 48 size 1000 store conn_cnt,conn_cur

backend ${tables.refused}
  stick-table type ${family === 'ipv4' ? 'ip' : 'ipv6'} size 100 expire ${refusedForMs}ms store conn_cnt,conn_rate(${refusedForMs}ms)
`
}

/**
 * Names everything that cannot change while HAProxy runs. The running process reports it as its
 * description, which tells whether it can be adopted or must be started anew.
 */
export function fingerprintOf(spec: EndpointSpec): string {
  const fixed = render(checkedBind(spec), '', '')
  return `holdfast-${createHash('sha256').update(fixed).digest('hex').slice(0, 32)}`
}

/**
 * The configuration of one endpoint: TCP in both directions, TLS untouched, no health checks (the
 * agent decides), no other listener than the port and a private control socket. Complete, so that
 * a restarted HAProxy serves the same target and the list of allowed addresses beside it.
 */
export function configurationOf(spec: EndpointSpec, target: NodeAddress | null): string {
  const { host, port } = checkTarget(target ?? noTarget)
  const state = target ? '' : ' disabled'
  const serverLine = `server current ${host}:${port} source ${sourceAddress}${state}`
  return render(checkedBind(spec), serverLine, fingerprintOf(spec))
}
