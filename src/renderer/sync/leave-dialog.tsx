/** Leaves an organisation on this computer, after asking what becomes of the copy and saying what would be lost. */
import { TriangleAlert } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../i18n/format.ts'
import { Button, Dialog, Failure } from '../kit/index.ts'
import { hostOf } from '../settings/address.ts'
import { useWork } from '../settings/use-work.ts'
import { errorOf } from '../state/errors.ts'
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
  const [keepsCopy, setKeepsCopy] = useState(true)
  /** How many files could not be brought; nothing was left then. */
  const [missing, setMissing] = useState<number>()
  const asksWithout = keepsCopy && missing !== undefined
  const { isBusy, error, run } = useWork()
  const leaving = useRef<AbortController>(null)

  function close() {
    leaving.current?.abort()
    onClose()
  }
  const leave = (evenWithoutFiles: boolean) =>
    run(async () => {
      leaving.current = new AbortController()
      try {
        const { signal } = leaving.current
        await client.device.servers.leave({ workspaceId: id, keepsCopy, evenWithoutFiles }, { signal })
      } catch (failure) {
        const { code, details } = errorOf(failure)
        const isMissing = code === 'files_not_brought'
        setMissing(isMissing ? Number(details.count) : undefined)
        if (!isMissing) throw failure
        return
      }
      await useSettings.getState().load()
      onClose()
    })
  const counted = (count: number) => ({ count, formatted: formatNumber(count) })

  return (
    <Dialog title={t('leaveTitle', { organisation })} onClose={close} className="no-drag w-[min(480px,92vw)]">
      <div className="flex min-h-0 flex-col gap-3 overflow-y-auto px-5">
        <p className="text-soft wrap-anywhere">{t('leaveBody', { server: hostOf(server.url) })}</p>
        {waiting !== 0 && (
          <p className="flex items-start gap-2 rounded-card bg-warn-bg px-3 py-2 text-warn-fg">
            <TriangleAlert size={16} className="mt-0.5 shrink-0" />
            {waiting === undefined ? t('leaveUnknown') : t('leaveWaiting', counted(waiting))}
          </p>
        )}
        <fieldset className="flex flex-col gap-2">
          <legend className="sr-only">{t('what')}</legend>
          <Option
            title={t('leaveKeep')}
            hint={[t('leaveKeepHint'), remote > 0 && t('leaveBrings', counted(remote))]
              .filter(Boolean)
              .join(' ')}
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
        <p role="status" className="tabular text-xs text-muted empty:hidden">
          {isBusy && keepsCopy && current && t('leaveBringing', counted(remote))}
        </p>
        {asksWithout && <Failure>{t('leaveWithout', counted(missing))}</Failure>}
        {error !== undefined && <Failure>{error}</Failure>}
      </div>
      <footer className="flex flex-wrap justify-end gap-2 px-5 py-4">
        <Button onClick={close}>{t('common:cancel')}</Button>
        {asksWithout && (
          <Button kind="danger" disabled={isBusy} onClick={() => leave(true)}>
            {t('leaveWithoutAction', counted(missing))}
          </Button>
        )}
        <Button kind={keepsCopy ? 'primary' : 'danger'} loading={isBusy} onClick={() => leave(false)}>
          {t(asksWithout ? 'common:tryAgain' : keepsCopy ? 'leaveAction' : 'leaveDeleteAction')}
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
