/** Documents whose work failed at every attempt, to be tried again. */
import { RotateCw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { formatDate, formatNumber } from '../../i18n/format.ts'
import { Button, Name } from '../../kit/index.ts'
import { attempt, sentenceOf } from '../../state/errors.ts'
import { client } from '../../state/host.ts'
import { LoadError, Page } from '../parts.tsx'
import { useLoaded } from '../use-loaded.ts'
import { useWork } from '../use-work.ts'
import { cell, Empty, Loading, Table } from './table.tsx'

const load = () => client.jobs.failed()

export function JobsPage() {
  const { t } = useTranslation(['organisation', 'settings', 'common'])
  const { value: jobs, error, reload } = useLoaded(load)
  const all = useWork()
  return (
    <Page
      title={t('settings:jobs')}
      intro={t('jobsIntro')}
      {...(jobs &&
        jobs.length > 1 && {
          actions: (
            <Button
              icon={<RotateCw size={14} />}
              loading={all.isBusy}
              onClick={() =>
                all.run(async () => {
                  for (const { id } of jobs) await client.jobs.retry({ id })
                  await reload()
                })
              }
            >
              {t('retryAll')}
            </Button>
          ),
        })}
    >
      {error && <LoadError error={error} onRetry={reload} />}
      {all.error !== undefined && <p className="text-danger-fg">{all.error}</p>}
      {!jobs && !error && <Loading />}
      {jobs?.length === 0 && <Empty>{t('noJobs')}</Empty>}
      {jobs && jobs.length > 0 && (
        <Table
          label={t('settings:jobs')}
          columns={[
            { title: t('document') },
            { title: t('reason') },
            { title: t('attempts'), isFigure: true },
            { title: t('when') },
            { title: t('actions') },
          ]}
        >
          {jobs.map(({ id, documentName, error: reason, attempts, failedAt }) => (
            <tr key={id}>
              <th scope="row" className={`${cell.text} max-w-60 text-start font-medium`}>
                <span className="flex">
                  <Name>{documentName}</Name>
                </span>
              </th>
              <td className={`${cell.text} text-soft`}>{reason ? sentenceOf(reason) : t('workerDied')}</td>
              <td className={cell.figure}>{formatNumber(attempts)}</td>
              <td className={`${cell.text} whitespace-nowrap text-muted`}>
                {formatDate(failedAt, { dateStyle: 'medium', timeStyle: 'short' })}
              </td>
              <td className={cell.text}>
                <Button
                  size="small"
                  aria-label={t('retryOf', { name: documentName })}
                  onClick={() => attempt(client.jobs.retry({ id }).then(reload))}
                >
                  {t('common:tryAgain')}
                </Button>
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Page>
  )
}
