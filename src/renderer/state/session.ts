/** Keeps the window's stores as the backend has them: lists everything once, then applies each change as it happens. */
import { create } from 'zustand'
import type { Change, ErrorInfo } from '../../contract/index.ts'
import { useChats } from '../chat/store.ts'
import { useSelection } from '../library/selection.ts'
import { useLibrary } from '../library/store.ts'
import { watchNetwork } from '../sync/network.ts'
import { useSync } from '../sync/store.ts'
import { useNotes } from '../viewer/notes/store.ts'
import { useViewer } from '../viewer/store.ts'
import { useAccount } from './account.ts'
import { useApp } from './app.ts'
import { errorOf } from './errors.ts'
import { client, host } from './host.ts'
import { useSettings } from './settings.ts'
import { useUndo } from './undo.ts'

interface SessionState {
  readonly connection: 'connecting' | 'connected' | 'failed' | 'signed_out'
  /** Whether everything was listed once: until then a list is loading, not empty. */
  readonly loaded: boolean
  /** Why the workspace cannot be shown. */
  readonly error: ErrorInfo | null
}

export const useSession = create<SessionState>()(() => ({
  connection: 'connecting',
  loaded: false,
  error: null,
}))

const RETRY_MS = 500

/** Runs until the window closes. A stream that breaks (a restart of the backend, another workspace) starts again. */
export async function runSession(): Promise<void> {
  const { settings, receive } = useSettings.getState()
  // Who is not signed in reads their own language all the same.
  if (!host.device) receive(settings)
  host.onConnection((connection) => useSession.setState({ connection }))
  // Refused where the open workspace is not synced; one that is opened later is told when it is followed.
  if (host.device) watchNetwork((network) => void client.device.sync.network(network).catch(() => {}))
  for (;;) {
    try {
      for await (const change of await client.changes()) {
        if (change.type === 'ready') await loadAll()
        else apply(change)
      }
    } catch (error) {
      const info = errorOf(error)
      // An unknown error is the connection's; the workspace's own have a code that says what to do.
      if (info.code.startsWith('workspace_')) useSession.setState({ error: info })
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
  }
}

let shownWorkspace: string | undefined

async function loadAll(): Promise<void> {
  const stores = [useAccount, useSettings, useLibrary, useChats, useSync, useNotes]
  await Promise.all(stores.map((store) => store.getState().load()))
  const workspace = useSettings.getState().workspaces.find(({ current }) => current)?.id
  if (shownWorkspace !== undefined && workspace !== shownWorkspace) leaveWorkspace()
  shownWorkspace = workspace
  useSession.setState({ loaded: true, error: null })
}

/** What is left of another workspace than the one that is shown now. */
function leaveWorkspace(): void {
  useUndo.getState().forget()
  useViewer.getState().closeAll()
  useSelection.getState().select([], null)
}

function apply(change: Exclude<Change, { type: 'ready' }>): void {
  switch (change.type) {
    case 'vector_index':
      useApp.getState().set({ indexing: change.done < change.total ? change.done / change.total : null })
      break
    case 'settings':
      useSettings.getState().receive(change.settings)
      break
    case 'members':
      useAccount
        .getState()
        .load()
        .catch(() => {})
      break
    case 'chat':
    case 'chat_removed':
      useChats.getState().apply(change)
      break
    case 'annotations':
      useNotes.getState().changed(change.documentId)
      break
    default:
      useLibrary.getState().apply(change)
  }
}
