import pg from 'pg'

/** Reads and writes the control database; every call has a connection of its own. */
export async function askControl<Row extends pg.QueryResultRow>(
  databaseUrl: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    return (await client.query<Row>(sql, [...values])).rows
  } finally {
    await client.end()
  }
}

/** The certificate of the installation's authority, PEM. */
export async function readAuthority(databaseUrl: string): Promise<string> {
  const [row] = await askControl<{ pem: string }>(
    databaseUrl,
    'SELECT certificate_pem AS pem FROM certificate_authority',
  )
  if (row === undefined) throw new Error('The installation has no authority yet.')
  return row.pem
}

/** One step of an operation as it was recorded. */
export interface RecordedStep {
  name: string
  message: string | null
  tookMs: number
}

/** The steps of the creation of an instance, and how long the whole operation took by its rows. */
export async function readCreation(
  databaseUrl: string,
  instanceId: string,
): Promise<{ tookMs: number; steps: RecordedStep[] }> {
  const steps = await askControl<RecordedStep & { totalMs: number }>(
    databaseUrl,
    `SELECT s.name, s.message,
       extract(epoch FROM s.ended_at - s.started_at)::float8 * 1000 AS "tookMs",
       extract(epoch FROM o.ended_at - o.created_at)::float8 * 1000 AS "totalMs"
     FROM operation o JOIN operation_step s ON s.operation_id = o.id
     WHERE o.instance_id = $1 AND o.kind = 'instance.create' ORDER BY s.position`,
    [instanceId],
  )
  return { tookMs: steps[0]?.totalMs ?? 0, steps }
}

/** Why the last operation on an instance failed, with what its steps said. */
export async function readFailure(databaseUrl: string, instanceId: string): Promise<string> {
  const rows = await askControl<{ line: string }>(
    databaseUrl,
    `SELECT concat_ws(': ', o.error_code, o.error_message, s.name, s.status, s.message) AS line
     FROM operation o LEFT JOIN operation_step s ON s.operation_id = o.id
     WHERE o.instance_id = $1 ORDER BY o.created_at, s.position`,
    [instanceId],
  )
  return rows.map(({ line }) => line).join('\n  ')
}
