/** A page as the database skips to it. */
export function skipAndTake(input: { page: number; pageSize: number }): {
  skip: number
  take: number
} {
  return { skip: (input.page - 1) * input.pageSize, take: input.pageSize }
}

/** Text that contains the given one; letter case does not count, and nothing in it is special. */
export function containing(text: string): { contains: string; mode: 'insensitive' } {
  return { contains: text.replaceAll(/[\\%_]/g, (letter) => `\\${letter}`), mode: 'insensitive' }
}
