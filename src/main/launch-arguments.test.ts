/** What a command line asks for. */
import { expect, it } from 'vitest'
import { readLaunchArguments } from './launch-arguments.ts'

it('finds PDFs, made absolute by the folder the command was given in', () => {
  const { files } = readLaunchArguments(['docuchat', 'report.pdf', '/tmp/B.PDF', 'notes.txt'], '/home/ana')
  expect(files).toEqual(['/home/ana/report.pdf', '/tmp/B.PDF'])
})

it('finds links, and takes no switch for a file', () => {
  const request = readLaunchArguments(['docuchat', '--type=x.pdf', 'docuchat://chat/1'], '/')
  expect(request).toEqual({ files: [], links: ['docuchat://chat/1'] })
})

it('does not open the program itself', () => {
  expect(readLaunchArguments(['/opt/odd.pdf'], '/').files).toEqual([])
})
