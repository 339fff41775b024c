/** Leaves an organisation on this computer, after asking what becomes of the copy and saying what would be lost. */
import { TriangleAlert } from 'lucide-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../i18n/format.ts'
import { Button, Dialog, Failure } from '../kit/index.ts'
import { hostOf } from '../settings/address.ts'
import { useWork } from '../settings/use-work.ts'
import { client } from '../state/host.ts'
import { useSettings } from '../state/settings.ts'
import type { SyncedWorkspace } from './server.ts'
import { useSync } from './store.ts'

export function LeaveDialog({
  workspace: { id, name: organisation, server, current },
  onClose,
}: {
  readonly workspace: SyncedWorkspace
  readonly onClose: () => void
}) {
  const { t } = useTranslation(['sync', 'common'])
  // Of another workspace than the open one nobody tells here what waits.
  const waiting = useSync(({ status }) => (current ? status?.waiting : undefined))
  const remote = useSync(({ status }) => (current ? (status?.remoteFiles ?? 0) : 0))
  const brings = t('leaveBrings', { count: remote, formatted: formatNumber(remote) })
  const [keepsCopy, setKeepsCopy] = useState(true)
  const { isBusy, error, run } = useWork()
  return (
    <Dialog
      title={t('leaveTitle', { organisation })}
      onClose={onClose}
      className="no-drag w-[min(480px,92vw)]"
    >
      <div className="flex min-h-0 flex-col gap-3 overflow-y-auto px-5">
        <p className="text-soft wrap-anywhere">{t('leaveBody', { server: hostOf(server.url) })}</p>
        {waiting !== 0 && (
          <p className="flex items-start gap-2 rounded-card bg-warn-bg px-3 py-2 text-warn-fg">
            <TriangleAlert size={16} className="mt-0.5 shrink-0" />
            {waiting === undefined
              ? t('leaveUnknown')
              : t('leaveWaiting', { count: waiting, formatted: formatNumber(waiting) })}
          </p>
        )}
        <fieldset className="flex flex-col gap-2">
          <legend className="sr-only">{t('what')}</legend>
          <Option
            title={t('leaveKeep')}
            hint={[t('leaveKeepHint'), remote > 0 && brings].filter(Boolean).join(' ')}
            isChosen={keepsCopy}
            onChoose={() => setKeepsCopy(true)}
          />
          <Option
            title={t('leaveDelete')}
            hint={t('leaveDeleteHint')}
            isChosen={!keepsCopy}
            onChoose={() => setKeepsCopy(false)}
          />
        </fieldset>
        {error !== undefined && <Failure>{error}</Failure>}
      </div>
      <footer className="flex flex-wrap justify-end gap-2 px-5 py-4">
        <Button onClick={onClose}>{t('common:cancel')}</Button>
        <Button
          kind={keepsCopy ? 'primary' : 'danger'}
          loading={isBusy}
          onClick={() =>
            run(async () => {
              await client.device.servers.leave({ workspaceId: id, keepsCopy })
              await useSettings.getState().load()
              onClose()
            })
          }
        >
          {t(keepsCopy ? 'leaveAction' : 'leaveDeleteAction')}
        </Button>
      </footer>
    </Dialog>
  )
}

function Option({
  title,
  hint,
  isChosen,
  onChoose,
}: {
  readonly title: string
  readonly hint: string
  readonly isChosen: boolean
  readonly onChoose: () => void
}) {
  const id = useId()
  return (
    <div className="flex items-start gap-2">
      <input
        type="radio"
        id={id}
        name="leave-copy"
        aria-describedby={`${id}-hint`}
        checked={isChosen}
        onChange={onChoose}
        className="mt-0.5 size-4 shrink-0 accent-accent"
      />
      <div className="min-w-0">
        <label htmlFor={id} className="font-medium">
          {title}
        </label>
        <p id={`${id}-hint`} className="text-xs text-muted">
          {hint}
        </p>
      </div>
    </div>
  )
}
