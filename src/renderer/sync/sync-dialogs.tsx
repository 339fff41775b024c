/** The dialog about servers that is open. */
import { CopyDialog } from './copy-dialog.tsx'
import { useSyncDialog } from './dialogs.ts'
import { JoinDialog } from './join-dialog.tsx'
import { LeaveDialog } from './leave-dialog.tsx'

export function SyncDialogs() {
  const { dialog, close } = useSyncDialog()
  switch (dialog?.name) {
    case 'join':
      return <JoinDialog key={dialog.workspace?.id ?? ''} workspace={dialog.workspace} onClose={close} />
    case 'leave':
      return <LeaveDialog workspace={dialog.workspace} onClose={close} />
    case 'copy':
      return <CopyDialog documentIds={dialog.documentIds} onClose={close} />
    default:
      return null
  }
}
