import type { EngineName } from '@/lib/instances/engines.ts'

interface Target {
  host: string
  port: number
  user: string
  database: string
}

interface ConnectionText {
  label: string
  text: string
}

/** Name of the downloaded file; the texts expect it in the working directory. */
export const authorityFile = 'holdfast-ca.pem'

const hostInUri = (host: string) => (host.includes(':') ? `[${host}]` : host)

const texts: Readonly<Record<EngineName, (target: Target) => ConnectionText[]>> = {
  postgresql: ({ host, port, user, database }) => [
    {
      label: 'psql',
      text: `psql 'host=${host} port=${port} dbname=${database} user=${user} sslmode=verify-full sslrootcert=${authorityFile}'`,
    },
    {
      label: 'URI',
      text: `postgresql://${encodeURIComponent(user)}@${hostInUri(host)}:${port}/${database}?sslmode=verify-full&sslrootcert=${authorityFile}`,
    },
  ],
  mysql: ({ host, port, user, database }) => [
    {
      label: 'mysql',
      text: `mysql --protocol=TCP --host=${host} --port=${port} --user='${user}' --password --ssl-mode=VERIFY_IDENTITY --ssl-ca=${authorityFile} ${database}`,
    },
    {
      label: 'URI',
      text: `mysql://${encodeURIComponent(user)}@${hostInUri(host)}:${port}/${database}?ssl-mode=VERIFY_IDENTITY&ssl-ca=${authorityFile}`,
    },
  ],
}

/** Ways to connect that verify certificate and host name; never with a password in them. */
export function connectionTexts(engine: EngineName, target: Target): ConnectionText[] {
  return texts[engine](target)
}
