/** One archive of the machine's apt configuration, as far as fetching packs needs it. */
export interface AptSource {
  uris: readonly string[]
  suites: readonly string[]
  components: readonly string[]
  /** A keyring's path, key ids, or an ASCII-armoured key over several lines. */
  signedBy: string | null
}

const debianSuite =
  /^(?:buster|bullseye|bookworm|trixie|forky|duke|sid|oldoldstable|oldstable|stable|testing|unstable)(?:-backports)?$/

/**
 * Reads one apt sources file; `format` is `deb822` for `*.sources` and `list` for `*.list`.
 *
 * Disabled stanzas, sources of source code and lines that apt would not accept are left out, see
 * sources.list(5). Options other than Signed-By are not carried over, so `trusted=yes` of the
 * machine never weakens the check of signatures here.
 */
export function parseAptSources(text: string, format: 'deb822' | 'list'): AptSource[] {
  return format === 'deb822' ? parseDeb822(text) : parseList(text)
}

function parseDeb822(text: string): AptSource[] {
  const withoutComments = text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
  return withoutComments.split(/\n[ \t]*\n/).flatMap((stanza) => {
    const fields = deb822Fields(stanza)
    const types = words(fields.get('types'))
    const enabled = !/^(?:no|false|without|off|disable)$/i.test(fields.get('enabled')?.trim() ?? '')
    const source: AptSource = {
      uris: words(fields.get('uris')),
      suites: words(fields.get('suites')),
      components: words(fields.get('components')),
      signedBy: emptyToNull(fields.get('signed-by')),
    }
    return enabled && types.includes('deb') && source.uris.length > 0 ? [source] : []
  })
}

function deb822Fields(stanza: string): Map<string, string> {
  const fields = new Map<string, string>()
  let name: string | null = null
  for (const line of stanza.split('\n')) {
    const start = /^([A-Za-z][A-Za-z0-9-]*):[ \t]*(.*)$/.exec(line)
    if (start?.[1] !== undefined) {
      name = start[1].toLowerCase()
      fields.set(name, start[2] ?? '')
    } else if (name !== null && /^[ \t]/.test(line)) {
      fields.set(name, `${fields.get(name) ?? ''}\n${line}`)
    }
  }
  return fields
}

function parseList(text: string): AptSource[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*deb\s+(?:\[([^\]]*)\]\s*)?(\S+)\s+(\S+)\s*([^#]*)/.exec(line)
    const [, options = '', uri, suite, components] = match ?? []
    if (uri === undefined || suite === undefined) return []
    const signedBy = /(?:^|\s)signed-by=(\S+)/i.exec(options)?.[1]
    return [
      {
        uris: [uri],
        suites: [suite],
        components: words(components),
        signedBy: emptyToNull(signedBy?.replaceAll(',', ' ')),
      },
    ]
  })
}

function words(text: string | undefined): string[] {
  return (text ?? '').split(/\s+/).filter((word) => word !== '')
}

function emptyToNull(text: string | undefined): string | null {
  return text === undefined || text.trim() === '' ? null : text
}

/**
 * The machine's source of Debian's own archive: the first that carries a Debian release with the
 * component `main`. Null on machines of another distribution, and where only the security or
 * updates archives are listed, since those hold a part of the packages only.
 */
export function findDebianArchive(sources: readonly AptSource[]): AptSource | null {
  return (
    sources.find(
      ({ suites, components }) =>
        components.includes('main') && suites.some((suite) => debianSuite.test(suite)),
    ) ?? null
  )
}
