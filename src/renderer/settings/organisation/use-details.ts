/** What an event of the audit log was done to, in words. */
import { useTranslation } from 'react-i18next'
import { type AuditEvent, type Member, roleSchema } from '../../../contract/index.ts'
import { formatNumber } from '../../i18n/format.ts'
import { useLibrary } from '../../library/store.ts'

/** What of an organisation can be changed, and the text that says so. */
const CHANGES = [
  ['name', 'changedName'],
  ['allowedDomains', 'changedDomains'],
  ['allowedModels', 'changedModels'],
  ['defaultLanguage', 'changedLanguage'],
] as const

/** How the audit log has an empty list, and none. */
const isNothing = (value: unknown) => value === '' || value === 'null'

/** Names people as `members` has them, documents as the library does, and shortens the ids of those that are gone. */
export function useDetails(members: readonly Member[]): (event: AuditEvent) => string {
  const { t } = useTranslation(['organisation', 'settings', 'common'])
  const documents = useLibrary((library) => library.documents)

  const person = (id: unknown) => members.find(({ userId }) => userId === id)?.name ?? t('formerMember')
  const role = (value: unknown) => {
    const { data } = roleSchema.safeParse(value)
    return data ? t(`common:role_${data}`) : ''
  }
  return ({ action, subject, details }) => {
    switch (action) {
      case 'member_role_changed':
        return t('roleChanged', { name: person(subject), from: role(details.from), to: role(details.to) })
      case 'member_removed':
      case 'member_renamed':
        return String(details.name ?? '')
      case 'member_joined':
        return role(details.role)
      case 'invitation_sent':
        return t('emailAs', { email: String(details.email), role: role(details.role) })
      case 'invitation_revoked':
        return String(details.email ?? '')
      case 'quota_set':
      case 'quota_removed':
        return t('quotaOf', {
          name: details.userId === undefined ? t('wholeOrganisation') : person(details.userId),
          tokens: formatNumber(Number(details.tokens)),
          window: t(details.window === '7d' ? 'settings:window_7d' : 'settings:window_24h'),
        })
      case 'tenant_changed':
        return CHANGES.filter(([key]) => details[key] !== undefined)
          .map(([key, label]) => t(label, { value: isNothing(details[key]) ? '–' : details[key] }))
          .join(' · ')
      case 'document_added':
      case 'document_removed':
      case 'document_restored':
      case 'document_purged':
      case 'document_retried':
        return documents.get(subject ?? '')?.name ?? t('documentGone', { id: subject?.slice(-6) ?? '' })
      default:
        return ''
    }
  }
}
