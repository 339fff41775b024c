/** Changes made here in words: what was done to what, and why the server refused it. */
import i18next from 'i18next'
import type { MutationName, SyncActivity } from '../../contract/index.ts'
import { formatList, formatNumber } from '../i18n/format.ts'
import { sentenceOf } from '../state/errors.ts'

type ChangeHere = Pick<SyncActivity['waiting'][number], 'name' | 'subjects'>
type Refusal = SyncActivity['rejected'][number]

/** What the texts name mutations, whose own names have a dot. */
export const keyOf = (name: MutationName) => name.replace('.', '_') as KeyOf<MutationName>
type KeyOf<Name extends string> = Name extends `${infer Entity}.${infer Verb}` ? `${Entity}_${Verb}` : Name

const MOST_NAMED = 3

export const sentenceOfChange = ({ name, subjects }: ChangeHere): string =>
  i18next.t(`sync:change_${keyOf(name)}`, { what: whatOf({ name, subjects }) })

/** What the server has in place of it: the name that was not changed. Null where the reason alone says it. */
export function sentenceOfServer({ name, present }: Pick<Refusal, 'name' | 'present'>): string | null {
  const isRename = name.endsWith('.rename') && present.length > 0
  return isRename ? i18next.t('sync:serverCallsIt', { what: whatOf({ name, subjects: present }) }) : null
}

/** The subjects by name, the first few of many; a word for their kind where no name is known. */
function whatOf({ name, subjects }: ChangeHere): string {
  if (subjects.length === 0) return i18next.t(`sync:kind_${kindOf(name)}`)
  const named = subjects.slice(0, MOST_NAMED).map((subject) => i18next.t('sync:quoted', { subject }))
  const more = subjects.length - named.length
  return formatList(
    more === 0 ? named : [...named, i18next.t('sync:others', { count: more, formatted: formatNumber(more) })],
  )
}

export type ChangeKind = 'folder' | 'document' | 'annotation' | 'chat' | 'usage'

export function kindOf(name: MutationName): ChangeKind {
  const [entity] = name.split('.')
  switch (entity) {
    case 'folder':
    case 'document':
    case 'annotation':
    case 'usage':
      return entity
    default:
      return 'chat'
  }
}

/** Errors name things by their ids, which say nothing to people. */
export function reasonOf({ name, error }: Pick<Refusal, 'name' | 'error'>): string {
  switch (error.code) {
    case 'not_found':
      return i18next.t(`sync:gone_${kindOf(name)}`)
    case 'forbidden':
      return i18next.t('sync:refused_forbidden')
    case 'conflict':
      return i18next.t('sync:refused_conflict')
    default:
      return sentenceOf(error)
  }
}
