/** Where the data lies, how much it is, and how it is kept safe. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Storage } from '../../contract/index.ts'
import { formatBytes, formatDate, formatNumber } from '../i18n/format.ts'
import { Button } from '../kit/index.ts'
import { attempt } from '../state/errors.ts'
import { client, host } from '../state/host.ts'
import { useWorkspaceName } from '../state/settings.ts'
import { Card, LoadError, Page, Row, Section } from './parts.tsx'
import { useLoaded } from './use-loaded.ts'
import { useWork } from './use-work.ts'

const load = () => client.device.storage()

export function StoragePage() {
  const { t } = useTranslation('settings')
  const { value, error, reload } = useLoaded(load)
  return (
    <Page title={t('storage')}>
      {error && <LoadError error={error} onRetry={reload} />}
      {value && <Place {...value} />}
      <Backup />
      {value && (
        <Section title={t('rolling')}>
          {value.backups.length === 0 ? (
            <p className="text-muted">{t('noRolling')}</p>
          ) : (
            <ul className="flex flex-wrap gap-2">
              {value.backups.map((day) => (
                <li key={day} className="rounded-chip bg-sunken px-2 py-0.5">
                  {formatDate(day)}
                </li>
              ))}
            </ul>
          )}
        </Section>
      )}
    </Page>
  )
}

function Place({ dataDirectory, documents, pages, fileBytes, databaseBytes }: Storage) {
  const { t } = useTranslation('settings')
  const showDataFolder = host.device?.showDataFolder
  return (
    <Card>
      <Row title={t('dataLocation')} hint={<bdi dir="ltr">{dataDirectory}</bdi>}>
        {showDataFolder && <Button onClick={() => attempt(showDataFolder())}>{t('showFolder')}</Button>}
      </Row>
      <dl className="grid grid-cols-4 gap-4 px-4 py-3 max-[760px]:grid-cols-2">
        <Figure name={t('documents')} value={formatNumber(documents)} />
        <Figure name={t('pages')} value={formatNumber(pages)} />
        <Figure name={t('files')} value={formatBytes(fileBytes)} />
        <Figure name={t('database')} value={formatBytes(databaseBytes)} />
      </dl>
    </Card>
  )
}

const Figure = ({ name, value }: { readonly name: string; readonly value: string }) => (
  <div>
    <dt className="text-xs text-muted">{name}</dt>
    <dd className="tabular text-lg font-semibold">{value}</dd>
  </div>
)

function Backup() {
  const { t } = useTranslation('settings')
  const name = useWorkspaceName()
  const saving = useWork()
  const restoring = useWork()
  const [done, setDone] = useState('')
  const error = saving.error ?? restoring.error
  return (
    <Section title={t('backup')} hint={t('backupHint')}>
      <div className="flex flex-wrap items-center gap-2">
        <Button
          loading={saving.isBusy}
          onClick={() =>
            saving.run(async () => setDone((await host.device?.saveBackup(name)) ? t('backupSaved') : ''))
          }
        >
          {t('saveBackup')}
        </Button>
        <Button
          loading={restoring.isBusy}
          onClick={() =>
            restoring.run(async () => {
              const restored = await host.device?.restoreBackup()
              setDone(restored ? t('backupRestored', { name: restored }) : '')
            })
          }
        >
          {t('restoreBackup')}
        </Button>
        <span role="status" className={error === undefined ? 'text-soft' : 'text-danger-fg'}>
          {error ?? done}
        </span>
      </div>
    </Section>
  )
}
