import { open } from 'node:fs/promises'

/** What relocating needs to know of an ELF file. */
export interface ElfFacts {
  /** The dynamic loader that the file names: present in programs, absent in libraries. */
  interpreter: string | null
  /** The file's own DT_RUNPATH or DT_RPATH. */
  runPath: string | null
}

const PT_LOAD = 1
const PT_DYNAMIC = 2
const PT_INTERP = 3
const DT_STRTAB = 5n
const DT_RPATH = 15n
const DT_RUNPATH = 29n

interface Segment {
  type: number
  offset: number
  address: bigint
  size: number
}

/**
 * Reads the loader and run path of a 64-bit little-endian ELF file, see elf(5). Null for every
 * other file, and for object files and static archives, which have no segments.
 */
export async function readElf(path: string): Promise<ElfFacts | null> {
  const file = await open(path)
  try {
    const read = async (offset: number, length: number): Promise<Buffer> => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset)
      return buffer.subarray(0, bytesRead)
    }
    const header = await read(0, 64)
    if (header.length < 64 || header.readUInt32BE(0) !== 0x7f454c46) return null
    if (header[4] !== 2 || header[5] !== 1) return null
    const segmentSize = header.readUInt16LE(54)
    const segmentCount = header.readUInt16LE(56)
    if (segmentCount === 0 || segmentSize < 56) return null
    const table = await read(Number(header.readBigUInt64LE(32)), segmentSize * segmentCount)
    const segments = Array.from({ length: segmentCount }, (_, index) =>
      segmentAt(table, index * segmentSize),
    )
    const interp = segments.find(({ type }) => type === PT_INTERP)
    const dynamic = segments.find(({ type }) => type === PT_DYNAMIC)
    return {
      interpreter: interp === undefined ? null : text(await read(interp.offset, interp.size)),
      runPath:
        dynamic === undefined
          ? null
          : await runPathOf(await read(dynamic.offset, dynamic.size), segments, read),
    }
  } finally {
    await file.close()
  }
}

function segmentAt(table: Buffer, start: number): Segment {
  return {
    type: table.readUInt32LE(start),
    offset: Number(table.readBigUInt64LE(start + 8)),
    address: table.readBigUInt64LE(start + 16),
    size: Number(table.readBigUInt64LE(start + 32)),
  }
}

async function runPathOf(
  dynamic: Buffer,
  segments: readonly Segment[],
  read: (offset: number, length: number) => Promise<Buffer>,
): Promise<string | null> {
  let strings: bigint | null = null
  let runPath: bigint | null = null
  for (let at = 0; at + 16 <= dynamic.length; at += 16) {
    const tag = dynamic.readBigUInt64LE(at)
    const value = dynamic.readBigUInt64LE(at + 8)
    if (tag === 0n) break
    if (tag === DT_STRTAB) strings = value
    if (tag === DT_RPATH || tag === DT_RUNPATH) runPath = value
  }
  if (strings === null || runPath === null) return null
  const address = strings
  const holder = segments.find(
    (segment) =>
      segment.type === PT_LOAD &&
      address >= segment.address &&
      address < segment.address + BigInt(segment.size),
  )
  if (holder === undefined) return null
  return text(await read(holder.offset + Number(address - holder.address + runPath), 4096))
}

function text(bytes: Buffer): string {
  const end = bytes.indexOf(0)
  return bytes.subarray(0, end === -1 ? bytes.length : end).toString('utf8')
}
