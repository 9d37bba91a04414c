import mysql from 'mysql2/promise'
import { keepRunning } from './keep-running.ts'
import type { Target } from './target.ts'

const keptTickets = 5_000

const tables = `create table if not exists ticket (
  id bigint primary key auto_increment,
  subject varchar(200) not null,
  state enum('open', 'answered', 'closed') not null default 'open',
  created_at timestamp not null default current_timestamp,
  key ticket_state (state))`

/** A small help desk: tickets are opened, answered and closed; old ones are removed. */
export async function runMysqlWorkload(target: Target, signal: AbortSignal): Promise<void> {
  const { authorityPem, ...address } = target
  await keepRunning(
    {
      open: async () => {
        const client = await mysql.createConnection({
          ...address,
          // MySQL's own client checks the name only on demand; here it always is.
          ssl: { ca: authorityPem, rejectUnauthorized: true },
          connectTimeout: 5_000,
        })
        client.on('error', () => undefined)
        return client
      },
      close: (client) => client.end(),
    },
    async (client) => {
      await client.query(tables)
    },
    async (client) => {
      const number = Math.floor(Math.random() * 100_000)
      await client.execute('insert into ticket (subject) values (?)', [
        `Question ${String(number)}`,
      ])
      await client.query(
        "update ticket set state = 'answered' where state = 'open' order by id limit 1",
      )
      await client.query(
        "update ticket set state = 'closed' where state = 'answered' order by id limit 1",
      )
      await client.query('select state, count(*) from ticket group by state')
      const [rows] = await client.query<mysql.RowDataPacket[]>(
        'select max(id) as newest from ticket',
      )
      const newest = Number(rows[0]?.newest ?? 0)
      await client.execute('delete from ticket where id < ?', [newest - keptTickets])
    },
    signal,
  )
}
