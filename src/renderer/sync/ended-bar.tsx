/** Says which workspaces went from this computer because their organisation took them back, until that was seen. */
import { UserX } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EndedWorkspace } from '../../contract/index.ts'
import { Button } from '../kit/index.ts'
import { attempt } from '../state/errors.ts'
import { client } from '../state/host.ts'
import { useSettings } from '../state/settings.ts'

export function EndedBar() {
  const { t } = useTranslation('sync')
  // One that goes leaves the list of those that there are.
  const workspaces = useSettings((state) => state.workspaces)
  const [ended, setEnded] = useState<readonly EndedWorkspace[]>([])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list may have lost one
  useEffect(() => {
    let current = true
    client.device.servers.ended().then(
      (list) => current && setEnded(list),
      // Asked again with the next list.
      () => {},
    )
    return () => {
      current = false
    }
  }, [workspaces])
  const [first] = ended
  if (!first) return null
  const dismiss = () => {
    setEnded(ended.slice(1))
    attempt(client.device.servers.dismissEnded({ workspaceId: first.workspaceId }))
  }
  return (
    <div
      role="alert"
      className="fixed start-1/2 top-12 z-40 flex w-max max-w-[min(640px,90vw)] -translate-x-1/2 items-start gap-2.5 rounded-card bg-raised py-3 ps-4 pe-3 shadow-dialog rtl:translate-x-1/2"
    >
      <UserX size={16} className="mt-0.5 shrink-0 text-warn-fg" />
      <div className="min-w-0 wrap-anywhere">
        <p className="font-semibold">{t('endedTitle', { organisation: first.name })}</p>
        <p className="text-soft">{t('endedGone')}</p>
      </div>
      <Button size="small" onClick={dismiss}>
        {t('dismiss')}
      </Button>
    </div>
  )
}
