/** What was spent: figures, a chart over time, and a table by model. */
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { UsageSeries } from '../../contract/index.ts'
import { formatNumber } from '../i18n/format.ts'
import { Name } from '../kit/index.ts'
import { useHasRole } from '../state/account.ts'
import { client, host } from '../state/host.ts'
import { PeopleUsage } from './organisation/people-usage.tsx'
import { LoadError, Page, Section, Segments } from './parts.tsx'
import { UsageChart } from './usage-chart.tsx'
import { totalOf } from './usage-scale.ts'
import { useLoaded } from './use-loaded.ts'

type Window = '24h' | '7d'

export function UsagePage() {
  const { t } = useTranslation('settings')
  const isAdmin = useHasRole('admin')
  const [window, setWindow] = useState<Window>('7d')
  const load = useCallback(async () => ({ window, ...(await client.usageSeries({ window })) }), [window])
  const { value, error, reload } = useLoaded(load)
  return (
    <Page
      title={t('usage')}
      intro={t('usageIntro')}
      actions={
        <Segments
          label={t('window')}
          value={window}
          options={(['24h', '7d'] as const).map((one) => ({ value: one, label: t(`window_${one}`) }))}
          onChange={setWindow}
        />
      }
    >
      {error && <LoadError error={error} onRetry={reload} />}
      {value && <Series {...value} />}
      {host.account && isAdmin && <PeopleUsage window={window} />}
    </Page>
  )
}

function Series({ window, buckets, models }: UsageSeries & { readonly window: Window }) {
  const { t } = useTranslation('settings')
  const total = totalOf(buckets)
  return (
    <>
      <dl className="grid grid-cols-4 divide-x divide-line rounded-card border border-line max-[900px]:grid-cols-2">
        <Figure name={t('answers')} value={total.answers} />
        <Figure name={t('read')} value={total.promptTokens} />
        <Figure name={t('written')} value={total.completionTokens} />
        <Figure name={t('indexed')} value={total.embeddingTokens} />
      </dl>
      <Section title={t(window === '24h' ? 'byHour' : 'byDay')}>
        {total.promptTokens + total.completionTokens === 0 ? (
          <p className="text-muted">{t('noUsage')}</p>
        ) : (
          <UsageChart buckets={buckets} isHourly={window === '24h'} />
        )}
      </Section>
      {models.length > 0 && (
        <Section title={t('byModel')}>
          <Models models={models} />
        </Section>
      )}
    </>
  )
}

const Figure = ({ name, value }: { readonly name: string; readonly value: number }) => (
  <div className="px-4 py-3">
    <dt className="text-xs text-muted">{name}</dt>
    <dd className="tabular text-xl font-semibold">{formatNumber(value)}</dd>
  </div>
)

const NUMBER = 'tabular px-3 py-1.5 text-end'

function Models({ models }: Pick<UsageSeries, 'models'>) {
  const { t } = useTranslation('settings')
  return (
    <div className="overflow-x-auto rounded-card border border-line">
      <table className="w-full">
        <thead className="bg-sunken text-xs text-muted">
          <tr>
            <th className="px-3 py-1.5 text-start font-normal">{t('model')}</th>
            <th className={`${NUMBER} font-normal`}>{t('answers')}</th>
            <th className={`${NUMBER} font-normal`}>{t('read')}</th>
            <th className={`${NUMBER} font-normal`}>{t('written')}</th>
            <th className={`${NUMBER} font-normal`}>{t('indexed')}</th>
          </tr>
        </thead>
        <tbody>
          {models.map(({ model, answers, promptTokens, completionTokens, embeddingTokens }) => (
            <tr key={model} className="border-t border-line">
              <th className="px-3 py-1.5 text-start font-normal">
                <Name>{model === 'extractive' ? t('quoted') : model}</Name>
              </th>
              <td className={NUMBER}>{formatNumber(answers)}</td>
              <td className={NUMBER}>{formatNumber(promptTokens)}</td>
              <td className={NUMBER}>{formatNumber(completionTokens)}</td>
              <td className={NUMBER}>{formatNumber(embeddingTokens)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
