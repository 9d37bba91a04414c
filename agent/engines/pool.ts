import { join } from 'node:path'
import { driverFor } from '@/agent/engines/drivers.ts'
import type { EnginePack } from '@/agent/packs/pack.ts'
import { generatePassword } from '@/lib/crypto/passwords.ts'

export interface DataDirectoryPool {
  claim(pack: EnginePack, nodeDirectory: string): Promise<{ password: string; isPrepared: boolean }>
  forgetPassword(nodeDirectory: string): Promise<void>
  refill(packs: readonly EnginePack[], perPack: number): Promise<void>
}

export function createPool(_directory: string, _box: unknown): DataDirectoryPool {
  return {
    claim: async (pack, nodeDirectory) => {
      const password = generatePassword()
      const engine = pack.product === 'mysql' ? 'mysql' : 'postgresql'
      await driverFor(engine).prepare(pack, join(nodeDirectory, 'data'), {
        user: '_rdb_superadmin',
        password,
      })
      return { password, isPrepared: false }
    },
    forgetPassword: () => Promise.resolve(),
    refill: () => Promise.resolve(),
  }
}
