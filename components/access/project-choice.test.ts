import { expect, test } from 'vitest'
import { chosenProject } from './project-choice.ts'

const projects = [{ id: 'a' }, { id: 'b' }]

test('the project of the cookie is chosen only while the reader still sees it', () => {
  expect(chosenProject(projects, 'b')).toEqual({ id: 'b' })
  expect(chosenProject(projects, 'gone')).toBeNull()
  expect(chosenProject(projects, '')).toBeNull()
  expect(chosenProject(projects, undefined)).toBeNull()
})
