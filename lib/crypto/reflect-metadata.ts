type MetadataOf = Map<unknown, unknown>

type ReflectWithMetadata = typeof Reflect & {
  getMetadata?: (key: unknown, target: object) => unknown
  getOwnMetadata?: (key: unknown, target: object) => unknown
  defineMetadata?: (key: unknown, value: unknown, target: object) => void
}

/**
 * Gives `Reflect` the three metadata functions that tsyringe, the injector inside @peculiar/x509,
 * refuses to load without. Leaves a polyfill that is already there alone. Call it before the
 * library is imported.
 */
export function provideReflectMetadata(): void {
  const reflect: ReflectWithMetadata = Reflect
  if (reflect.getMetadata) return
  const metadata = new WeakMap<object, MetadataOf>()
  const own = (key: unknown, target: object): unknown => metadata.get(target)?.get(key)
  reflect.getOwnMetadata = own
  reflect.getMetadata = (key, target) => {
    for (let at: object | null = target; at; at = Object.getPrototypeOf(at) as object | null) {
      if (metadata.get(at)?.has(key)) return own(key, at)
    }
    return undefined
  }
  reflect.defineMetadata = (key, value, target) => {
    const entries = metadata.get(target) ?? new Map<unknown, unknown>()
    metadata.set(target, entries.set(key, value))
  }
}
