/** Variables of the caller that describe another installation or another run of npm or Next. */
const foreign = /^(HOLDFAST_|AUTH_|NEXTAUTH_|NEXT_|npm_|DATABASE_URL$|NODE_ENV$|PORT$)/
/** What of npm's variables says where packages come from. */
const kept =
  /^(npm_config_(registry|userconfig|proxy|https_proxy|noproxy|cafile)|HOLDFAST_ENGINE_PATHS)$/

/**
 * The caller's environment without anything that leads to another installation. Empty values stand
 * for absent ones and keep a .env file of the checkout from filling them.
 */
export function cleanEnvironment(values: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !foreign.test(name) || kept.test(name))
  const empty = [
    'DATABASE_URL',
    'HOLDFAST_STOP',
    'HOLDFAST_LOG_LEVEL',
    'HOLDFAST_REGION',
    'HOLDFAST_HOST',
    'HOLDFAST_PUBLIC_HOST',
    'HOLDFAST_DATA_DIR',
    'AUTH_URL',
  ].map((name): [string, string] => [name, ''])
  return {
    ...Object.fromEntries(own),
    ...Object.fromEntries(empty),
    ...values,
  } as NodeJS.ProcessEnv
}

/** A hundred ports below those that Linux gives to outgoing connections, other ones each run. */
export function endpointPorts(): string {
  const first = 20_000 + (process.pid % 90) * 100
  return `${String(first)}-${String(first + 99)}`
}
