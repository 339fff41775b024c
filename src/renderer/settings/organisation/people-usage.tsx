/** Who of the organisation spent how much, most first. */
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { UserUsage } from '../../../contract/index.ts'
import { formatNumber } from '../../i18n/format.ts'
import { Name, ProgressBar } from '../../kit/index.ts'
import { client } from '../../state/host.ts'
import { LoadError, Section } from '../parts.tsx'
import { useLoaded } from '../use-loaded.ts'
import { cell, Table } from './table.tsx'

export function PeopleUsage({ window }: { readonly window: '24h' | '7d' }) {
  const { t } = useTranslation(['organisation', 'settings'])
  const load = useCallback(() => client.usageByUser(), [])
  const { value, error, reload } = useLoaded(load)
  const spent = ({ last24Hours, last7Days }: UserUsage) => (window === '24h' ? last24Hours : last7Days)
  const tokensOf = (user: UserUsage) => spent(user).promptTokens + spent(user).completionTokens
  const people = (value ?? []).filter((user) => tokensOf(user) > 0).sort((a, b) => tokensOf(b) - tokensOf(a))
  const most = Math.max(1, ...people.map(tokensOf))
  if (error) return <LoadError error={error} onRetry={reload} />
  if (people.length === 0) return null
  return (
    <Section title={t('byPerson')}>
      <Table
        label={t('byPerson')}
        columns={[
          { title: t('person') },
          { title: t('share') },
          ...(['answers', 'read', 'written'] as const).map((key) => ({
            title: t(`settings:${key}`),
            isFigure: true,
          })),
        ]}
      >
        {people.map((user) => {
          const name = user.userName ?? t('formerMember')
          return (
            <tr key={user.userId}>
              <th scope="row" className={`${cell.text} max-w-60 text-start font-normal`}>
                <span className="flex">
                  <Name>{name}</Name>
                </span>
              </th>
              <td className={`${cell.text} min-w-24`}>
                <ProgressBar share={tokensOf(user) / most} label={t('spentOf', { name })} />
              </td>
              <td className={cell.figure}>{formatNumber(spent(user).answers)}</td>
              <td className={cell.figure}>{formatNumber(spent(user).promptTokens)}</td>
              <td className={cell.figure}>{formatNumber(spent(user).completionTokens)}</td>
            </tr>
          )
        })}
      </Table>
    </Section>
  )
}
