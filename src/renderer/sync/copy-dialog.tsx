/** Copies documents, or everything the open workspace has, into an organisation's workspace, and offers to open it. */
import { Check } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../i18n/format.ts'
import { Button, Dialog, Failure, Name } from '../kit/index.ts'
import { hostOf } from '../settings/address.ts'
import { Choice } from '../settings/organisation/choice.tsx'
import { useWork } from '../settings/use-work.ts'
import { client } from '../state/host.ts'
import { useSettings, useWorkspaceName } from '../state/settings.ts'
import { join } from './dialogs.ts'
import { isSynced } from './server.ts'

export function CopyDialog({
  documentIds,
  onClose,
}: {
  /** Null for everything. */
  readonly documentIds: readonly string[] | null
  readonly onClose: () => void
}) {
  const { t } = useTranslation(['sync', 'common'])
  const name = useWorkspaceName()
  const { workspaces, openWorkspace } = useSettings()
  const targets = workspaces.filter(isSynced).filter(({ current }) => !current)
  const [chosen, setChosen] = useState(targets[0]?.id)
  const [result, setResult] = useState<readonly string[]>()
  const { isBusy, error, run } = useWork()
  const target = targets.find(({ id }) => id === chosen)
  const counted = (count: number) => ({ count, formatted: formatNumber(count) })
  const withoutFile = (count: number) => (count > 0 ? [t('passedOver', counted(count))] : [])

  async function copy(workspaceId: string, organisation: string): Promise<void> {
    if (documentIds === null) {
      const { documents, passedOver, chats } = await client.device.servers.promote({ workspaceId })
      setResult([
        t('promoted', {
          documents: t('common:documents', counted(documents)),
          chats: t('copiedChats', counted(chats)),
          organisation,
        }),
        ...withoutFile(passedOver),
      ])
    } else {
      const ids = [...documentIds]
      const { added, passedOver } = await client.device.servers.copyDocuments({
        documentIds: ids,
        workspaceId,
      })
      setResult([
        ...(added === 0 && passedOver > 0 ? [] : [t('copied', { ...counted(added), organisation })]),
        ...withoutFile(passedOver),
      ])
    }
  }

  return (
    <Dialog
      title={documentIds === null ? t('promoteTitle', { name }) : t('copyTitle', counted(documentIds.length))}
      onClose={onClose}
      className="no-drag w-[min(480px,92vw)]"
    >
      <div className="flex min-h-0 flex-col gap-4 overflow-y-auto px-5">
        {result === undefined && (
          <p className="text-soft">{t(documentIds === null ? 'promoteBody' : 'copyBody')}</p>
        )}
        {target === undefined && <p>{t('copyNoTarget')}</p>}
        {target !== undefined && result === undefined && (
          <div className="flex flex-wrap items-center gap-3">
            <span aria-hidden="true" className="font-medium">
              {t('copyTo')}
            </span>
            <Choice
              label={t('copyTo')}
              value={target.id}
              options={targets.map(({ id, name: of }) => ({
                value: id,
                label: <Name>{of}</Name>,
              }))}
              onChange={setChosen}
            />
            <bdi className="text-xs text-muted">{hostOf(target.server.url)}</bdi>
          </div>
        )}
        <p role="status" className={result === undefined ? 'hidden' : 'flex items-start gap-2'}>
          <Check size={16} className="mt-0.5 shrink-0 text-success-fg" />
          <span>
            {result?.join(' ')} <span className="block text-muted">{t('copiedLater')}</span>
          </span>
        </p>
        {error !== undefined && <Failure>{error}</Failure>}
      </div>
      <footer className="flex flex-wrap justify-end gap-2 px-5 py-4">
        <Button onClick={onClose}>{t(result === undefined ? 'common:cancel' : 'common:close')}</Button>
        {target === undefined ? (
          <Button kind="primary" onClick={() => join()}>
            {t('add')}
          </Button>
        ) : result === undefined ? (
          <Button kind="primary" loading={isBusy} onClick={() => run(() => copy(target.id, target.name))}>
            {t('copyAction')}
          </Button>
        ) : (
          <Button
            kind="primary"
            onClick={() => {
              onClose()
              openWorkspace(target.id)
            }}
          >
            {t('openIt')}
          </Button>
        )}
      </footer>
    </Dialog>
  )
}
