import { expect, test } from 'vitest'
import { apiKeysInput, groupsInput, membersInput, policiesInput } from './list-input.ts'

const from = (query: string) => {
  const parameters = new URLSearchParams(query)
  return (key: string) => parameters.get(key)
}

test('an address without parameters asks for the first page by name', () => {
  expect(membersInput(from(''))).toEqual({ order: 'name_asc', page: 1, pageSize: 25 })
})

test('search, filters, order and page come from the address', () => {
  expect(membersInput(from('search=ada&status=locked&kind=owner&sort=-signIn&page=2'))).toEqual({
    search: 'ada',
    isLocked: true,
    isOwner: true,
    order: 'last_sign_in_desc',
    page: 2,
    pageSize: 25,
  })
  expect(apiKeysInput(from('kind=application&status=expired'))).toMatchObject({
    bearerKind: 'application',
    isExpired: true,
  })
  expect(policiesInput(from('reach=nobody&set=IAMManager'))).toMatchObject({
    hasNoPrincipal: true,
    permissionSetName: 'IAMManager',
  })
})

test('active members are those who accepted and are not locked', () => {
  expect(membersInput(from('status=activated'))).toMatchObject({
    status: 'activated',
    isLocked: false,
  })
})

test('values that are not known are ignored and never reach the query', () => {
  const shared = { page: 1, pageSize: 25 }
  expect(membersInput(from('status=gone&kind=root&sort=-password&page=x'))).toEqual({
    ...shared,
    order: 'name_asc',
  })
  expect(groupsInput(from('sort=toString&page=-1'))).toEqual({ ...shared, order: 'name_asc' })
})
