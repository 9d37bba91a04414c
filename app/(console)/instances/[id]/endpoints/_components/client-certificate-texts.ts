import type { EngineName } from '@/lib/instances/engines.ts'
import { authorityFile } from '../../_components/connection-texts.ts'

interface Target {
  host: string
  port: number
  user: string
  database: string
}

/** Names of the two files of a user's certificate, as they are downloaded. */
export function clientFiles(user: string): { certificate: string; key: string } {
  return { certificate: `${user}.pem`, key: `${user}.key` }
}

const texts: Readonly<Record<EngineName, (target: Target) => string>> = {
  postgresql: ({ host, port, user, database }) => {
    const { certificate, key } = clientFiles(user)
    return `chmod 600 '${key}'\npsql 'host=${host} port=${port} dbname=${database} user=${user} sslmode=verify-full sslrootcert=${authorityFile} sslcert=${certificate} sslkey=${key}'`
  },
  mysql: ({ host, port, user, database }) => {
    const { certificate, key } = clientFiles(user)
    return `chmod 600 '${key}'\nmysql --protocol=TCP --host=${host} --port=${port} --user='${user}' --password --ssl-mode=VERIFY_IDENTITY --ssl-ca=${authorityFile} --ssl-cert='${certificate}' --ssl-key='${key}' ${database}`
  },
}

/** How to connect with a client certificate whose files lie beside the CA certificate. */
export function clientCertificateText(engine: EngineName, target: Target): string {
  return texts[engine](target)
}
