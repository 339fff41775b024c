/** Who did what, the newest first. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type AuditAction, type AuditEvent, auditActionSchema, type Member } from '../../../contract/index.ts'
import { formatDate } from '../../i18n/format.ts'
import { Button, Name } from '../../kit/index.ts'
import { client } from '../../state/host.ts'
import { LoadError, Page } from '../parts.tsx'
import { useLoaded } from '../use-loaded.ts'
import { useWork } from '../use-work.ts'
import { Choice } from './choice.tsx'
import { cell, Empty, Loading, Table } from './table.tsx'
import { useDetails } from './use-details.ts'

export function AuditPage() {
  const { t } = useTranslation(['organisation', 'settings'])
  const [action, setAction] = useState<AuditAction | null>(null)
  const [userId, setUserId] = useState<string | null>(null)
  const { value: members = [] } = useLoaded(loadMembers)
  return (
    <Page
      title={t('settings:audit')}
      intro={t('auditIntro')}
      actions={
        <>
          <Choice
            label={t('whatHappened')}
            value={action}
            options={[
              { value: null, label: t('everything') },
              ...auditActionSchema.options.map((value) => ({ value, label: t(`action_${value}`) })),
            ]}
            onChange={setAction}
          />
          <Choice
            label={t('person')}
            value={userId}
            options={[
              { value: null, label: t('everyone') },
              ...members.map((member) => ({ value: member.userId, label: <Name>{member.name}</Name> })),
            ]}
            onChange={setUserId}
          />
        </>
      }
    >
      <Events key={`${action} ${userId}`} action={action} userId={userId} members={members} />
    </Page>
  )
}

const loadMembers = () => client.members.list()

function Events({
  action,
  userId,
  members,
}: {
  readonly action: AuditAction | null
  readonly userId: string | null
  readonly members: readonly Member[]
}) {
  const { t } = useTranslation(['organisation', 'settings'])
  const load = useCallback(
    (cursor?: string) =>
      client.audit({ ...(action && { action }), ...(userId && { userId }), ...(cursor && { cursor }) }),
    [action, userId],
  )
  const first = useLoaded(load)
  const [more, setMore] = useState<readonly AuditEvent[]>([])
  const [next, setNext] = useState<string | null>(null)
  const older = useWork()
  const detailsOf = useDetails(members)
  const loaded = useRef<unknown>(undefined)
  useEffect(() => {
    if (loaded.current === first.value) return
    loaded.current = first.value
    setNext(first.value?.nextCursor ?? null)
  })
  if (first.error) return <LoadError error={first.error} onRetry={first.reload} />
  if (!first.value) return <Loading />
  const events = [...first.value.events, ...more]
  if (events.length === 0) return <Empty>{t('nothingHappened')}</Empty>
  return (
    <>
      <Table
        label={t('settings:audit')}
        columns={[{ title: t('when') }, { title: t('person') }, { title: t('whatHappened') }]}
      >
        {events.map((event) => (
          <tr key={event.id}>
            <td className={`${cell.text} whitespace-nowrap text-muted`}>
              <time dateTime={event.createdAt}>
                {formatDate(event.createdAt, { dateStyle: 'medium', timeStyle: 'short' })}
              </time>
            </td>
            <td className={`${cell.text} max-w-60`}>
              <span className="flex">
                <Name>{event.userName ?? t(event.userId === null ? 'operator' : 'formerMember')}</Name>
              </span>
            </td>
            <td className={cell.text}>
              {/* With a space, or Arabic letters of the two would be joined. */}
              {t(`action_${event.action}`)}{' '}
              <span className="ms-1 text-muted wrap-anywhere">{detailsOf(event)}</span>
            </td>
          </tr>
        ))}
      </Table>
      {older.error !== undefined && <p className="text-danger-fg">{older.error}</p>}
      {next !== null && (
        <Button
          className="self-center"
          loading={older.isBusy}
          onClick={() =>
            older.run(async () => {
              const page = await load(next)
              setMore((before) => [...before, ...page.events])
              setNext(page.nextCursor)
            })
          }
        >
          {t('older')}
        </Button>
      )}
    </>
  )
}
