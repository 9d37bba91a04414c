import pino from 'pino'
import { env } from '@/lib/env/env.ts'

let root: pino.Logger | undefined

/**
 * The structured log of one component, on standard output as JSON lines.
 * Fields that could carry secrets are removed whatever object they are in.
 */
export function logger(component: string): pino.Logger {
  root ??= pino({
    level: env().logLevel,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: ['password', '*.password', 'secret', '*.secret', 'token', '*.token'],
      censor: '[removed]',
    },
  })
  return root.child({ component })
}
