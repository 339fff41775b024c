/** The window: title bar, what is shown, status bar, and the layers above them. */
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Palette } from '../commands/palette.tsx'
import { listenToShortcuts } from '../commands/shortcuts.ts'
import { ShortcutsSheet } from '../commands/shortcuts-sheet.tsx'
import { TooltipProvider } from '../kit/index.ts'
import { DropOverlay } from '../library/drop-overlay.tsx'
import { TagsDialog } from '../library/tags-dialog.tsx'
import { SettingsView } from '../settings/settings-view.tsx'
import { SignIn } from '../sign-in/sign-in.tsx'
import { useApp } from '../state/app.ts'
import { host } from '../state/host.ts'
import { useSession } from '../state/session.ts'
import { EndedBar } from '../sync/ended-bar.tsx'
import { SyncDialogs } from '../sync/sync-dialogs.tsx'
import { rememberFocus } from './focus.ts'
import { listenToHost } from './host-events.ts'
import { ProblemBar } from './problem-bar.tsx'
import { StatusBar } from './status-bar.tsx'
import { TitleBar } from './title-bar.tsx'
import { Unavailable } from './unavailable.tsx'
import { UndoBar } from './undo-bar.tsx'
import { Workspace } from './workspace.tsx'

export function App() {
  const isSignedOut = useSession(({ connection }) => connection === 'signed_out')
  const { account } = host
  return (
    <TooltipProvider>{account && isSignedOut ? <SignIn account={account} /> : <Window />}</TooltipProvider>
  )
}

function Window() {
  const { t } = useTranslation()
  const { view, palette, shortcuts } = useApp()
  const { connection, error } = useSession()
  useEffect(() => {
    const stops = [listenToShortcuts(), rememberFocus(), listenToHost()]
    return () => {
      for (const stop of stops) stop()
    }
  }, [])
  const unavailable = error !== null || connection === 'failed' || connection === 'signed_out'
  return (
    <>
      <button
        type="button"
        className="sr-only z-50 rounded-control bg-accent px-3 py-1 text-on-accent focus:not-sr-only focus:absolute focus:start-2 focus:top-2"
        onClick={() => document.getElementById('question')?.focus()}
      >
        {t('skipToQuestion')}
      </button>
      <div className="grid h-full grid-cols-[minmax(0,1fr)] grid-rows-[var(--titlebar-h)_minmax(0,1fr)_var(--statusbar-h)] print:hidden">
        <TitleBar />
        {unavailable ? <Unavailable /> : view.name === 'settings' ? <SettingsView /> : <Workspace />}
        <StatusBar />
      </div>
      <DropOverlay />
      <TagsDialog />
      {palette !== 'closed' && <Palette />}
      {shortcuts && <ShortcutsSheet />}
      {host.device && <SyncDialogs />}
      {host.device && <EndedBar />}
      <ProblemBar />
      <UndoBar />
    </>
  )
}
