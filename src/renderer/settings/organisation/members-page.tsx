/** The people of the organisation: their roles, who is invited, and who leaves. */
import { Search, Trash2 } from 'lucide-react'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Member } from '../../../contract/index.ts'
import { formatDate, formatNumber } from '../../i18n/format.ts'
import { Field, IconButton, Name } from '../../kit/index.ts'
import { useAccount } from '../../state/account.ts'
import { attempt } from '../../state/errors.ts'
import { client } from '../../state/host.ts'
import { Badge, LoadError, Page, Section } from '../parts.tsx'
import { useLoaded } from '../use-loaded.ts'
import { Choice } from './choice.tsx'
import { Confirm } from './confirm.tsx'
import { Invitations } from './invitations.tsx'
import { InviteForm } from './invite-form.tsx'
import { rolesToGive } from './manages.ts'
import { cell, Empty, Loading, Table } from './table.tsx'

export function MembersPage() {
  const { t } = useTranslation(['organisation', 'settings'])
  const name = useAccount(({ me }) => me?.tenant.name ?? '')
  const load = useCallback(() => Promise.all([client.members.list(), client.invitations.list()] as const), [])
  const { value, error, reload } = useLoaded(load)
  const [query, setQuery] = useState('')
  const [members, invitations] = value ?? [[], []]
  const isWanted = (text: string | null) => text?.toLowerCase().includes(query.trim().toLowerCase()) ?? false
  const wanted = members.filter((member) => isWanted(member.name) || isWanted(member.email))
  return (
    <Page
      title={t('settings:members')}
      intro={t('membersIntro', {
        name,
        people: t('people', { count: members.length, formatted: formatNumber(members.length) }),
        invited: t('invited', { count: invitations.length, formatted: formatNumber(invitations.length) }),
      })}
      actions={
        <Field
          className="w-50"
          type="search"
          label={t('findMember')}
          placeholder={t('findMember')}
          icon={<Search size={14} className="text-muted" />}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      }
    >
      <InviteForm onInvited={reload} />
      {error && <LoadError error={error} onRetry={reload} />}
      {!value && !error && <Loading />}
      {value && wanted.length === 0 && <Empty>{t('nobodyFound')}</Empty>}
      {wanted.length > 0 && (
        <Table
          label={t('settings:members')}
          columns={[
            { title: t('person') },
            { title: t('role') },
            { title: t('memberSince') },
            { title: t('actions') },
          ]}
        >
          {wanted.map((member) => (
            <MemberRow key={member.userId} member={member} onChange={reload} />
          ))}
        </Table>
      )}
      <p className="text-xs text-muted">{t('rolesHint')}</p>
      {invitations.length > 0 && (
        <Section title={t('openInvitations')} hint={t('invitationsHint')}>
          <Invitations invitations={invitations} onChange={reload} />
        </Section>
      )}
    </Page>
  )
}

function MemberRow({
  member: { userId, name, email, role, since },
  onChange,
}: {
  readonly member: Member
  readonly onChange: () => Promise<void>
}) {
  const { t } = useTranslation(['organisation', 'common'])
  const me = useAccount((account) => account.me)
  const [removing, setRemoving] = useState(false)
  const isMe = me?.userId === userId
  const roles = me && !isMe ? rolesToGive(me.tenant.role, role) : []
  return (
    <tr>
      <th scope="row" className={`${cell.text} max-w-80 text-start font-normal`}>
        <span className="flex items-center gap-2 font-medium">
          <Name>{name}</Name>
          {isMe && <span className="shrink-0 font-normal text-muted">{t('you')}</span>}
        </span>
        <span className="flex text-xs text-muted">
          <bdi className="cut">{email}</bdi>
        </span>
      </th>
      <td className={cell.text}>
        {roles.length > 0 ? (
          <Choice
            label={t('roleOf', { name })}
            value={role}
            options={roles.map((value) => ({ value, label: t(`common:role_${value}`) }))}
            onChange={(chosen) => attempt(client.members.changeRole({ userId, role: chosen }).then(onChange))}
          />
        ) : (
          <span title={t(isMe ? 'ownRole' : 'rolesOfOwners')}>
            <Badge tone="neutral">{t(`common:role_${role}`)}</Badge>
          </span>
        )}
      </td>
      <td className={`${cell.text} whitespace-nowrap text-muted`}>{formatDate(since)}</td>
      <td className={cell.text}>
        {roles.length > 0 && (
          <IconButton
            small
            label={t('removeMember', { name })}
            icon={<Trash2 size={14} />}
            onClick={() => setRemoving(true)}
          />
        )}
        {removing && (
          <Confirm
            title={t('removeMemberTitle', { name })}
            body={t('removeMemberBody')}
            action={t('common:remove')}
            work={() => client.members.remove({ userId }).then(onChange)}
            onClose={() => setRemoving(false)}
          />
        )}
      </td>
    </tr>
  )
}
