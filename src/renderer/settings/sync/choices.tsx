/** Which files are kept here, and how much of the network they may take. */
import { useTranslation } from 'react-i18next'
import type { SyncStatus } from '../../../contract/index.ts'
import { formatBytes } from '../../i18n/format.ts'
import { useSync } from '../../sync/store.ts'
import { Choice } from '../organisation/choice.tsx'
import { Card, Row, Section, Segments } from '../parts.tsx'

const LIMITS = [null, 5_000_000, 1_000_000, 250_000, 50_000] as const

export function Choices({ status: { keepsFiles, bytesPerSecond } }: { readonly status: SyncStatus }) {
  const { t } = useTranslation('sync')
  const { configure } = useSync.getState()
  // One that the command line has set is on no list.
  const limits = LIMITS.some((limit) => limit === bytesPerSecond) ? LIMITS : [...LIMITS, bytesPerSecond]
  return (
    <Section title={t('choices')}>
      <Card>
        <Row title={t('keepsFiles')} hint={t('keepsFilesHint')}>
          <Segments
            label={t('keepsFiles')}
            value={keepsFiles ? 'on' : 'off'}
            options={[
              { value: 'on', label: t('on') },
              { value: 'off', label: t('off') },
            ]}
            onChange={(value) => configure({ keepsFiles: value === 'on' })}
          />
        </Row>
        <Row title={t('limit')} hint={t('limitHint')}>
          <Choice
            label={t('limit')}
            value={bytesPerSecond}
            options={limits.map((limit) => ({
              value: limit,
              label:
                limit === null ? t('limit_none') : <bdi>{t('perSecond', { size: formatBytes(limit) })}</bdi>,
            }))}
            onChange={(limit) => configure({ bytesPerSecond: limit })}
          />
        </Row>
      </Card>
    </Section>
  )
}
