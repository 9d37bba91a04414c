import { randomInt } from 'node:crypto'

const words = (text: string): readonly string[] => text.split(' ')

const adjectives = words(
  'able agile amber ardent bold brave bright brisk calm candid clever coral crisp curious ' +
    'deft eager early fair fond frank gentle glad golden grand hardy honest humble jolly keen ' +
    'kind lively loyal lucid mellow merry modest neat nimble noble patient placid plain ' +
    'polite prime proud quick quiet rapid ready sage serene sharp silent steady stoic sturdy ' +
    'sunny swift tidy trusty',
)

const surnames = words(
  'bachman bartik boole boyce chamberlin codd date dijkstra eisenberg engelbart floyd ' +
    'goldberg gray hamilton hamming hoare hopper jennings johnson karp kay keller knuth ' +
    'lamport liskov lovelace mccarthy milner naur neumann noether perlis perlman rabin ' +
    'ritchie sammet scott shannon stonebraker sutherland tarjan thompson turing wilkes wing ' +
    'wirth yao zuse',
)

function pick(list: readonly string[]): string {
  return list[randomInt(list.length)] ?? ''
}

/** A name for something that was created without one, for example `ins-steady-codd`. */
export function randomName(prefix: string): string {
  return `${prefix}-${pick(adjectives)}-${pick(surnames)}`
}
