import type { NodeCredentials, NodeSpec } from '@/agent/engines/driver.ts'
import type { EnginePack } from '@/agent/packs/pack.ts'

/** An extension that a pack holds. */
export interface PackExtension {
  name: string
  version: string
}

/** An extension in a database, as it was found. */
export interface FoundExtension {
  database: string
  name: string
  version: string
  schema: string
}

/** What drivers do with extensions of databases. */
export interface ExtensionVerbs {
  /** Every extension whose files the pack holds, allowed or not. */
  inPack(pack: EnginePack): Promise<PackExtension[]>

  /** Every extension of every database that Holdfast may enter; procedural languages left out. */
  find(spec: NodeSpec, credentials: NodeCredentials): Promise<FoundExtension[]>

  /**
   * Installs an allowed extension, owned by Holdfast, with what it requires; one that is there
   * stays as it is. Throws `EngineRefusal` when the schema or something else stands in the way.
   */
  install(
    spec: NodeSpec,
    credentials: NodeCredentials,
    extension: { database: string; name: string; schema: string },
  ): Promise<void>

  /**
   * Drops an extension; harmless when it is gone. Without `isCascade` one that something depends
   * on stays, with an `EngineRefusal` that names what does.
   */
  drop(
    spec: NodeSpec,
    credentials: NodeCredentials,
    extension: { database: string; name: string; isCascade: boolean },
  ): Promise<void>
}
