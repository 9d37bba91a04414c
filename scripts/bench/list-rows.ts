import { askControl } from './control.ts'

const tag = 'bench-row'

/**
 * Adds instances that exist in the control database only: ready, with a node and an endpoint each,
 * but the node wanted stopped and the endpoint not open, so that the agent leaves them alone.
 */
export async function addInstanceRows(
  databaseUrl: string,
  projectId: string,
  count: number,
): Promise<void> {
  await askControl(
    databaseUrl,
    `WITH made AS (
       INSERT INTO instance (id, project_id, name, engine, status, node_type, volume_type,
         volume_size_bytes, memory_bytes, tags, initial_user_name, created_at, updated_at)
       SELECT gen_random_uuid(), $1::uuid, 'bench-row-' || i,
         (ARRAY['PostgreSQL-17', 'PostgreSQL-18', 'MySQL-9.7'])[1 + i % 3], 'ready',
         'db-dev-s', 'lssd', 5000000000, 2147483648, ARRAY[$3, 'team-' || i % 7], 'app',
         now() - make_interval(mins => i), now()
       FROM generate_series(1, $2::int) AS i
       RETURNING id
     ), numbered AS (
       SELECT id, row_number() OVER () AS position FROM made
     ), nodes AS (
       INSERT INTO node (id, instance_id, role, desired_state, port, release, health,
         health_changed_at)
       SELECT gen_random_uuid(), id, 'primary', 'stopped', 40000 + position, '17.0', 'stopped', now()
       FROM numbered
     ), endpoints AS (
       INSERT INTO endpoint (id, instance_id, port, is_open)
       SELECT gen_random_uuid(), id, 50000 + position, false FROM numbered
     )
     INSERT INTO allowed_ip (id, instance_id, cidr, description)
     SELECT gen_random_uuid(), id, '0.0.0.0/0', 'Allow All' FROM made`,
    [projectId, count, tag],
  )
  await askControl(databaseUrl, 'ANALYZE')
}

/** Takes them away again; there is nothing behind them to stop. */
export async function removeInstanceRows(databaseUrl: string): Promise<void> {
  await askControl(databaseUrl, 'DELETE FROM instance WHERE $1 = ANY (tags)', [tag])
}
