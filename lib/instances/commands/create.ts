import { defineCommand } from '@/lib/core/command.ts'
import { alreadyExists, invalid, outOfStock, preconditionFailed } from '@/lib/core/errors.ts'
import { now } from '@/lib/clock/clock.ts'
import { secretBox } from '@/lib/crypto/installation.ts'
import type { Transaction } from '@/lib/db/db.ts'
import { isUniqueViolation } from '@/lib/db/errors.ts'
import { newId } from '@/lib/ids/ids.ts'
import { lockProject } from '@/lib/iam/projects.ts'
import { whyNodeTypeDoesNotFit, whyVolumeDoesNotFit } from '../capacity.ts'
import { listEngineVersions, readCapacity } from '../catalogue.ts'
import { instanceInclude, instanceRef, toInstanceDto, type InstanceRow } from '../internal.ts'
import { findNodeType, type NodeType } from '../node-types.ts'
import { createInstanceSchema, type InstanceDto } from '../schema.ts'
import type { z } from 'zod'

type Input = z.output<typeof createInstanceSchema>

/** Name of the secret that carries the first user's password to the agent. */
export const initialPasswordSecret = 'initial-user-password'

/** Creates an instance: checks name, engine and capacity, then leaves the work to the agent. */
export const createInstance = defineCommand({
  name: 'instance.create',
  input: createInstanceSchema,
  resource: (tx, context, input) => lockProject(tx, context, input.projectId),
  run: async (tx, _context, input) => {
    if (input.isHaCluster) {
      throw preconditionFailed(
        'unknown_precondition',
        'High availability is not available yet. Create a standalone instance.',
      )
    }
    const engine = await requireEngine(tx, input.engine)
    const nodeType = findNodeType(input.nodeType)
    if (!nodeType) throw new Error('the schema let an unknown node type through')
    const volumeSizeBytes =
      input.volumeType === 'lssd' ? (nodeType.localVolumeBytes ?? 0) : input.volumeSizeBytes
    await requireCapacity(tx, nodeType, volumeSizeBytes)
    const row = await insertInstance(tx, input, engine, nodeType, volumeSizeBytes)
    if (input.password !== '') {
      const owner = `instance:${row.id}`
      const box = await secretBox()
      const sealed = box.seal(input.password, `${owner}/${initialPasswordSecret}`)
      await tx.secret.create({ data: { ownerId: owner, name: initialPasswordSecret, sealed } })
    }
    const result: InstanceDto = toInstanceDto(row, null)
    return {
      result,
      audit: {
        resource: instanceRef(row),
        after: {
          name: row.name,
          engine: row.engine,
          nodeType: row.nodeType,
          volumeType: row.volumeType,
          volumeSizeBytes,
          tags: row.tags,
          userName: row.initialUserName,
          initSettings: input.initSettings,
          allowedIps: row.allowedIps.map(({ cidr }) => cidr),
        },
      },
      operation: {
        kind: 'instance.create',
        projectId: row.projectId,
        instanceId: row.id,
        instanceName: row.name,
      },
    }
  },
})

async function requireEngine(tx: Transaction, name: string): Promise<string> {
  const versions = await listEngineVersions(tx)
  const version = versions.find((known) => known.name.toLowerCase() === name.toLowerCase())
  if (!version) {
    const message = `${name} is not an engine version of this installation.`
    throw invalid([{ argument: 'engine', reason: 'constraint', message }])
  }
  if (!version.available) {
    throw outOfStock('engine', `${version.name} is not available: ${version.reason ?? ''}`)
  }
  return version.name
}

async function requireCapacity(
  tx: Transaction,
  nodeType: NodeType,
  volumeSizeBytes: number,
): Promise<void> {
  // Two creations at once must not promise the same memory: they take turns here.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('holdfast.capacity'))`
  const capacity = await readCapacity(tx)
  if (!capacity) throw outOfStock('node_type', 'The agent has not reported this machine yet.')
  const memory = whyNodeTypeDoesNotFit(nodeType, capacity)
  if (memory !== null) throw outOfStock('node_type', `${nodeType.name} does not fit. ${memory}`)
  const volume = whyVolumeDoesNotFit(volumeSizeBytes, capacity)
  if (volume !== null) throw outOfStock('volume', `The volume does not fit. ${volume}`)
}

async function insertInstance(
  tx: Transaction,
  input: Input,
  engine: string,
  nodeType: NodeType,
  volumeSizeBytes: number,
): Promise<InstanceRow> {
  const taken = await tx.instance.findUnique({
    where: { projectId_name: { projectId: input.projectId, name: input.name } },
    select: { id: true },
  })
  if (taken) throw nameTaken(input.name, taken.id)
  const id = newId()
  try {
    return await tx.instance.create({
      data: {
        id,
        projectId: input.projectId,
        name: input.name,
        engine,
        status: 'provisioning',
        nodeType: nodeType.name,
        volumeType: input.volumeType,
        volumeSizeBytes: BigInt(volumeSizeBytes),
        memoryBytes: BigInt(nodeType.memoryBytes),
        requireTls: input.requireTls,
        tags: input.tags,
        initialUserName: input.userName,
        initSettings: input.initSettings,
        isBackupScheduleDisabled: input.disableBackup,
        backupSameRegion: input.backupSameRegion,
        allowedIps: { create: allowedIpRows(input.allowedIps) },
      },
      include: instanceInclude,
    })
  } catch (error) {
    if (isUniqueViolation(error)) throw nameTaken(input.name, id)
    throw error
  }
}

/** A millisecond apart, because the list is shown in the order of its making. */
function allowedIpRows(rules: Input['allowedIps']) {
  const first = now().getTime()
  return rules.map(({ cidr, description }, index) => {
    return { id: newId(), cidr, description, createdAt: new Date(first + index) }
  })
}

function nameTaken(name: string, id: string): Error {
  return alreadyExists('instance', id, `An instance named ${name} already exists in this project.`)
}
