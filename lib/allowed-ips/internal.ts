import type { CommandOutcome } from '@/lib/core/command.ts'
import { AppError } from '@/lib/core/errors.ts'
import { now } from '@/lib/clock/clock.ts'
import type { Transaction } from '@/lib/db/db.ts'
import type { Prisma } from '@/lib/generated/prisma/client.ts'
import { newId } from '@/lib/ids/ids.ts'
import type { InstanceRow } from '@/lib/instances/resource.ts'
import { maxAllowedIps, type AllowedIpDto } from './schema.ts'

type AllowedIpRow = InstanceRow['allowedIps'][number]

/** Turns a row into what console and API show. */
export function toAllowedIpDto(row: AllowedIpRow): AllowedIpDto {
  return {
    id: row.id,
    cidr: row.cidr,
    description: row.description,
    hitCount: Number(row.hitCount),
    lastMatchedAt: row.lastMatchedAt?.toISOString() ?? null,
    connections: row.connections,
    createdAt: row.createdAt.toISOString(),
  }
}

/** Adds rules, a millisecond apart, because the list is shown in the order of its making. */
export async function insertRules(
  tx: Transaction,
  instanceId: string,
  rules: readonly { cidr: string; description: string }[],
): Promise<void> {
  const first = now().getTime()
  await tx.allowedIp.createMany({
    data: rules.map(({ cidr, description }, index) => ({
      id: newId(),
      instanceId,
      cidr,
      description,
      createdAt: new Date(first + index),
    })),
  })
}

/** Throws `quota_exceeded` when the list would be longer than a list may be. */
export function requireRoom(count: number): void {
  if (count <= maxAllowedIps) return
  throw new AppError(
    'quota_exceeded',
    `An instance has at most ${String(maxAllowedIps)} allowed IPs; this would make ${String(count)}.`,
  )
}

type AllowedIpsOutcome = CommandOutcome<AllowedIpDto[]>

/**
 * The end of every command on the list, whose rows are written: counts the change, so that the
 * agent enforces it, and answers with the whole list.
 */
export async function changed(tx: Transaction, before: InstanceRow): Promise<AllowedIpsOutcome> {
  await tx.instance.update({
    where: { id: before.id },
    data: { allowedIpsGeneration: { increment: 1 }, allowedIpsChangedAt: now() },
  })
  const rows = await tx.allowedIp.findMany({
    where: { instanceId: before.id },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  return {
    result: rows.map(toAllowedIpDto),
    audit: { before: rulesOf(before.allowedIps), after: rulesOf(rows) },
    wake: { reconciler: 'endpoints', instanceId: before.id },
  }
}

/** The outcome of a command that found everything as it should be. */
export function unchanged(record: InstanceRow): AllowedIpsOutcome {
  return { result: record.allowedIps.map(toAllowedIpDto), audit: {} }
}

function rulesOf(rows: readonly AllowedIpRow[]): Prisma.InputJsonObject {
  return { allowedIps: rows.map(({ cidr, description }) => ({ cidr, description })) }
}
