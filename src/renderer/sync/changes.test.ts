/** Changes and refusals in words. */
import i18next from 'i18next'
import { beforeAll, describe, expect, it } from 'vitest'
import { AppError, mutationSchemas, toErrorInfo } from '../../contract/index.ts'
import '../i18n/index.ts'
import { keyOf, reasonOf, sentenceOfChange, sentenceOfServer } from './changes.ts'

beforeAll(() => i18next.changeLanguage('en'))

describe('a change', () => {
  it('names what it was done to', () => {
    expect(sentenceOfChange({ name: 'folder.rename', subjects: ['Supplier contracts'] })).toBe(
      'Renamed a folder to “Supplier contracts”',
    )
    expect(sentenceOfChange({ name: 'document.move', subjects: ['a.pdf', 'b.pdf'] })).toBe(
      'Moved “a.pdf” & “b.pdf”',
    )
  })

  it('names the first few of many', () => {
    const subjects = ['a', 'b', 'c', 'd', 'e']
    expect(sentenceOfChange({ name: 'document.remove', subjects })).toBe(
      'Moved “a”, “b”, “c”, & 2 more to the bin',
    )
  })

  it('says its kind where no name is known', () => {
    expect(sentenceOfChange({ name: 'message.rate', subjects: [] })).toBe('Rated an answer in a chat')
  })

  it.each(['en', 'fa'])('has words for whatever can be changed (%s)', (language) => {
    const t = i18next.getFixedT(language, 'sync')
    for (const name of Object.keys(mutationSchemas))
      expect(
        i18next.exists(`sync:change_${keyOf(name as keyof typeof mutationSchemas)}`, { lng: language }),
      ).toBe(true)
    expect(t('kind_folder')).not.toBe('')
  })
})

describe('a refusal', () => {
  const refused = (error: AppError) => reasonOf({ name: 'folder.rename', error: toErrorInfo(error) })

  it('says that what was meant is gone, not by which id', () => {
    expect(refused(new AppError('not_found', { kind: 'folder', id: 'x' }))).toBe(
      'The folder is gone: somebody else deleted it. Make a new one if you still need it.',
    )
  })

  it('says what the server calls what was renamed, where it is still there', () => {
    expect(sentenceOfServer({ name: 'folder.rename', present: ['Contracts'] })).toBe(
      'Still called “Contracts”',
    )
    expect(sentenceOfServer({ name: 'folder.rename', present: [] })).toBe(null)
    expect(sentenceOfServer({ name: 'folder.move', present: ['Contracts'] })).toBe(null)
  })

  it('says in its own words what only the error knows', () => {
    expect(refused(new AppError('request_too_large'))).toBe('The request is too large. Send less at once.')
  })
})
