/** How many tokens the organisation, and each of its people, may spend. */
import { Pencil, Trash2 } from 'lucide-react'
import { type FormEvent, useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Member, Quota, QuotaWindow } from '../../../contract/index.ts'
import { formatNumber } from '../../i18n/format.ts'
import { Button, classes, Field, IconButton, Name, ProgressBar } from '../../kit/index.ts'
import { attempt } from '../../state/errors.ts'
import { client } from '../../state/host.ts'
import { LoadError, Page, Section, Segments } from '../parts.tsx'
import { useLoaded } from '../use-loaded.ts'
import { useWork } from '../use-work.ts'
import { Choice } from './choice.tsx'
import { cell, Empty, Loading, Table } from './table.tsx'
import { parseTokens } from './tokens.ts'

interface Draft {
  readonly userId: string | null
  readonly window: QuotaWindow
  readonly text: string
}

const NEW: Draft = { userId: null, window: '24h', text: '' }

export function QuotasPage() {
  const { t } = useTranslation(['organisation', 'settings'])
  const load = useCallback(() => Promise.all([client.quotas.list(), client.members.list()] as const), [])
  const { value, error, reload } = useLoaded(load)
  const [draft, setDraft] = useState(NEW)
  const [quotas, members] = value ?? [[], []]
  return (
    <Page title={t('settings:quotas')} intro={t('quotasIntro')}>
      {error && <LoadError error={error} onRetry={reload} />}
      {!value && !error && <Loading />}
      {value && quotas.length === 0 && <Empty>{t('noQuotas')}</Empty>}
      {quotas.length > 0 && (
        <Table
          label={t('settings:quotas')}
          columns={[
            { title: t('whom') },
            { title: t('within') },
            { title: t('spent') },
            { title: t('actions') },
          ]}
        >
          {quotas.map((quota) => (
            <QuotaRow
              key={quota.id}
              quota={quota}
              members={members}
              onEdit={() => setDraft({ ...quota, text: formatNumber(quota.tokens) })}
              onChange={reload}
            />
          ))}
        </Table>
      )}
      {value && (
        <Section title={t('setQuota')} hint={t('setQuotaHint')}>
          <QuotaForm
            draft={draft}
            members={members}
            onDraft={setDraft}
            onSaved={async () => {
              setDraft(NEW)
              await reload()
            }}
          />
        </Section>
      )}
    </Page>
  )
}

function QuotaRow({
  quota: { id, userId, window, tokens, used, reserved },
  members,
  onEdit,
  onChange,
}: {
  readonly quota: Quota
  readonly members: readonly Member[]
  readonly onEdit: () => void
  readonly onChange: () => Promise<void>
}) {
  const { t } = useTranslation(['organisation', 'settings', 'common'])
  const name = nameOf(userId, members) ?? t('wholeOrganisation')
  const isUsedUp = used + reserved >= tokens
  return (
    <tr>
      <th scope="row" className={`${cell.text} max-w-80 text-start font-medium`}>
        <span className="flex">
          <Name>{name}</Name>
        </span>
      </th>
      <td className={`${cell.text} whitespace-nowrap`}>{t(`settings:window_${window}`)}</td>
      <td className={`${cell.text} min-w-44`}>
        <ProgressBar share={tokens === 0 ? 1 : Math.min(1, used / tokens)} label={t('spentOf', { name })} />
        <p className={classes('tabular mt-1 text-xs', isUsedUp ? 'text-warn-fg' : 'text-muted')}>
          {t('usedOf', { used: formatNumber(used), all: formatNumber(tokens) })}
          {isUsedUp && ` (${t('usedUp')})`}
        </p>
      </td>
      <td className={cell.text}>
        <span className="flex">
          <IconButton
            small
            label={t('changeQuotaOf', { name })}
            icon={<Pencil size={14} />}
            onClick={onEdit}
          />
          <IconButton
            small
            label={t('removeQuotaOf', { name })}
            icon={<Trash2 size={14} />}
            onClick={() => attempt(client.quotas.remove({ id }).then(onChange))}
          />
        </span>
      </td>
    </tr>
  )
}

function QuotaForm({
  draft: { userId, window, text },
  members,
  onDraft,
  onSaved,
}: {
  readonly draft: Draft
  readonly members: readonly Member[]
  readonly onDraft: (draft: Draft) => void
  readonly onSaved: () => Promise<void>
}) {
  const { t } = useTranslation(['organisation', 'settings', 'common'])
  const { isBusy, error, run } = useWork()
  const tokens = parseTokens(text)
  const change = (part: Partial<Draft>) => onDraft({ userId, window, text, ...part })

  function save(event: FormEvent) {
    event.preventDefault()
    if (tokens === undefined) return
    run(async () => {
      await client.quotas.set({ userId, window, tokens })
      await onSaved()
    })
  }

  return (
    <form onSubmit={save} className="flex flex-wrap items-start gap-2">
      <Choice
        label={t('whom')}
        value={userId}
        options={[
          { value: null, label: t('wholeOrganisation') },
          ...members.map((member) => ({ value: member.userId, label: <Name>{member.name}</Name> })),
        ]}
        onChange={(chosen) => change({ userId: chosen })}
      />
      <Segments
        label={t('within')}
        value={window}
        options={(['24h', '7d'] as const).map((one) => ({ value: one, label: t(`settings:window_${one}`) }))}
        onChange={(chosen) => change({ window: chosen })}
      />
      <Field
        className="w-44"
        label={t('tokens')}
        placeholder={t('tokensExample')}
        inputMode="numeric"
        value={text}
        error={text !== '' && tokens === undefined ? t('tokensBad') : error}
        onChange={(event) => change({ text: event.target.value })}
      />
      <Button type="submit" kind="primary" loading={isBusy} disabled={tokens === undefined}>
        {t('common:save')}
      </Button>
    </form>
  )
}

const nameOf = (userId: string | null, members: readonly Member[]) =>
  members.find((member) => member.userId === userId)?.name
