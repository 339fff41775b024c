/** Which dialog about servers lies over the window: opened from menus, commands, the status bar and the settings alike. */
import { create } from 'zustand'
import type { SyncedWorkspace } from './server.ts'

export type SyncDialog =
  /** With a workspace: it is signed in again. */
  | { readonly name: 'join'; readonly workspace: SyncedWorkspace | null }
  | { readonly name: 'leave'; readonly workspace: SyncedWorkspace }
  /** Documents into an organisation's workspace, or, with null, everything that the open one has. */
  | { readonly name: 'copy'; readonly documentIds: readonly string[] | null }

interface DialogState {
  readonly dialog: SyncDialog | null
  open(dialog: SyncDialog): void
  close(): void
}

export const useSyncDialog = create<DialogState>()((set) => ({
  dialog: null,
  open: (dialog) => set({ dialog }),
  close: () => set({ dialog: null }),
}))

export const join = (workspace: SyncedWorkspace | null = null): void =>
  useSyncDialog.getState().open({ name: 'join', workspace })
export const leave = (workspace: SyncedWorkspace): void =>
  useSyncDialog.getState().open({ name: 'leave', workspace })
export const copy = (documentIds: readonly string[] | null): void =>
  useSyncDialog.getState().open({ name: 'copy', documentIds })
