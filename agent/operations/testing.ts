import pg from 'pg'
import { waitUntil } from '@/agent/process/ready.ts'

/** Where the agent shall be stopped: having acted but not recorded, or having recorded a step. */
export type CrashPoint = 'before-record' | 'after-record'

const lockKey = 471_100

/**
 * Stops the agent at exact points of an operation, from outside and without a hook in the product:
 * a trigger in the control database makes the agent's own write of a step row wait for a lock that
 * the test holds, so that the test can kill the agent there.
 */
export class CrashHarness {
  readonly #client: pg.Client

  private constructor(client: pg.Client) {
    this.#client = client
  }

  static async open(databaseUrl: string): Promise<CrashHarness> {
    const client = new pg.Client({ connectionString: databaseUrl })
    await client.connect()
    await client.query('create table crash_plan (position int, point text)')
    await client.query(`
      create function pause_at_crash_point() returns trigger language plpgsql as $$
      declare reached text := case when TG_OP = 'INSERT' then 'after-record' else 'before-record' end;
      begin
        if TG_OP = 'UPDATE' and NEW.status <> 'succeeded' then return NEW; end if;
        if exists (select from crash_plan p where p.point = reached and p.position =
            case when TG_OP = 'INSERT' then NEW.position - 1 else NEW.position end) then
          perform pg_advisory_xact_lock(${String(lockKey)});
        end if;
        return NEW;
      end $$`)
    await client.query(`create trigger pause_at_crash_point before insert or update
      on operation_step for each row execute function pause_at_crash_point()`)
    await client.query('select pg_advisory_lock($1)', [lockKey])
    return new CrashHarness(client)
  }

  /** The next operation that reaches the point of the step stops there. */
  async plan(position: number, point: CrashPoint): Promise<void> {
    await this.#client.query('delete from crash_plan')
    await this.#client.query('insert into crash_plan values ($1, $2)', [position, point])
  }

  /** Waits until the agent stands at the planned point; false when `isOver` came first. */
  async reached(isOver: () => Promise<boolean>): Promise<boolean> {
    const outcome = await waitUntil(
      async () => {
        if ((await this.#waiting()).length > 0) return 'reached' as const
        return (await isOver()) ? ('over' as const) : null
      },
      { timeoutMs: 60_000, intervalMs: 10, label: 'the crash point' },
    )
    return outcome === 'reached'
  }

  /** Takes back the plan and what the killed agent's connection was about to write. */
  async clear(): Promise<void> {
    await this.#client.query('delete from crash_plan')
    for (const pid of await this.#waiting()) {
      await this.#client.query('select pg_terminate_backend($1)', [pid])
    }
    await waitUntil(async () => (await this.#waiting()).length === 0, { timeoutMs: 10_000 })
  }

  async close(): Promise<void> {
    await this.#client.end()
  }

  async #waiting(): Promise<number[]> {
    const { rows } = await this.#client.query<{ pid: number }>(
      `select pid from pg_locks where locktype = 'advisory' and objid = $1 and not granted
        and database = (select oid from pg_database where datname = current_database())`,
      [lockKey],
    )
    return rows.map(({ pid }) => pid)
  }
}
