/** Does what something outside the window asked for: a native menu, opened files, a link. */
import type { HostEvent } from '../../contract/index.ts'
import { useChats } from '../chat/store.ts'
import { runCommand } from '../commands/commands.ts'
import { useImports } from '../library/imports.ts'
import { useApp } from '../state/app.ts'
import { attempt } from '../state/errors.ts'
import { host } from '../state/host.ts'
import { useViewer } from '../viewer/store.ts'

export function listenToHost(): () => void {
  return host.onEvent(act)
}

function act(event: HostEvent): void {
  switch (event.type) {
    case 'command':
      runCommand(event.command)
      return
    case 'files':
      attempt(useImports.getState().add(event.grants))
      return
    case 'link':
      useApp.getState().show({ name: 'workspace' })
      if (event.kind === 'chat') attempt(useChats.getState().open(event.id))
      else useViewer.getState().openDocument(event.id, { page: event.page ?? 1 })
      return
    case 'update':
      useApp.getState().set({ update: event.version })
      return
    case 'backend':
      // The connection tells of itself.
      return
  }
}
