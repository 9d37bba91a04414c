import pg from 'pg'
import { keepRunning } from './keep-running.ts'
import type { Target } from './target.ts'

const keptOrders = 5_000

const tables = `
  create table if not exists customer (
    id integer primary key generated always as identity, name text not null, city text not null);
  create table if not exists customer_order (
    id bigint primary key generated always as identity,
    customer_id integer not null references customer, amount_cents integer not null,
    placed_at timestamptz not null default now());
  create index if not exists customer_order_customer on customer_order (customer_id);
  insert into customer (name, city)
    select 'Customer ' || n, (array['Paris', 'Berlin', 'Madrid', 'Rome'])[1 + n % 4]
    from generate_series(1, 500) as n where not exists (select from customer);
`

/** A small shop: orders come in, are looked at and summed up; old ones are removed. */
export async function runPostgresqlWorkload(target: Target, signal: AbortSignal): Promise<void> {
  const { authorityPem, ...address } = target
  await keepRunning(
    {
      open: async () => {
        const client = new pg.Client({
          ...address,
          ssl: { ca: authorityPem },
          connectionTimeoutMillis: 5_000,
          query_timeout: 10_000,
          application_name: 'demo-shop',
        })
        client.on('error', () => undefined)
        await client.connect()
        return client
      },
      close: (client) => client.end(),
    },
    async (client) => {
      await client.query(tables)
    },
    async (client) => {
      const customer = 1 + Math.floor(Math.random() * 500)
      await client.query('begin')
      const cents = 100 + Math.floor(Math.random() * 20_000)
      await client.query('insert into customer_order (customer_id, amount_cents) values ($1, $2)', [
        customer,
        cents,
      ])
      await client.query('select sum(amount_cents) from customer_order where customer_id = $1', [
        customer,
      ])
      await client.query('commit')
      await client.query(
        'select city, count(*), sum(amount_cents) from customer_order join customer on customer.id = customer_id group by city',
      )
      await client.query(
        'delete from customer_order where id < (select max(id) - $1::bigint from customer_order)',
        [keptOrders],
      )
    },
    signal,
  )
}
