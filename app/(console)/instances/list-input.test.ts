import { expect, test } from 'vitest'
import { listInputFrom } from './list-input.ts'

const from = (query: string) => {
  const parameters = new URLSearchParams(query)
  return listInputFrom((key) => parameters.get(key))
}

test('an address without parameters asks for the newest instances', () => {
  expect(from('')).toEqual({ order: 'created_at_desc', page: 1, pageSize: 25 })
})

test('filters, order and page come from the address', () => {
  expect(from('name=ord&engine=mysql&status=error&tag=prod&sort=-name&page=3')).toEqual({
    name: 'ord',
    engine: 'mysql',
    status: 'error',
    tags: ['prod'],
    order: 'name_desc',
    page: 3,
    pageSize: 25,
  })
})

test('values that are not known are ignored and never reach the query', () => {
  expect(from('engine=oracle&status=broken&sort=-password&page=-1')).toEqual({
    order: 'created_at_desc',
    page: 1,
    pageSize: 25,
  })
})
