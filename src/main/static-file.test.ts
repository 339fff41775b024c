/** Whatever a URL says, only files of the window's folder are read. */
import { sep } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { staticFile } from './static-file.ts'

const folder = `${sep}app${sep}renderer`

it('finds the page at the root, and other files by their names', () => {
  expect(staticFile(folder, '/')).toEqual({
    path: `${folder}${sep}index.html`,
    type: 'text/html; charset=utf-8',
  })
  expect(staticFile(folder, '/assets/a%20b.js')?.path).toBe(`${folder}${sep}assets${sep}a b.js`)
})

it.each(['/../main/index.js', '/%2e%2e/main/index.js', '/..%2f..%2fpackage.json', '/a\\..\\b', '/%00', '/%'])(
  'refuses %s',
  (pathname) => expect(staticFile(folder, pathname)).toBeUndefined(),
)

it('never leaves the folder', () => {
  const part = fc.constantFrom('..', '.', '', 'a', '%2e%2e', '%2f', '%5c', '..%2f', '/')
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const found = staticFile(folder, `/${parts.join('/')}`)
      if (found) expect(found.path.startsWith(folder + sep)).toBe(true)
    }),
  )
})
