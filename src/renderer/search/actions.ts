/** What is done with a query and with a passage that was found. */
import type { Scope, SearchResult } from '../../contract/index.ts'
import { useChats } from '../chat/store.ts'
import { useApp } from '../state/app.ts'
import { attempt } from '../state/errors.ts'
import { useViewer } from '../viewer/store.ts'

/** Asks the query as a question of a new chat. */
export function askInstead(query: string, scope: Scope): void {
  useApp.getState().show({ name: 'workspace' })
  useChats.getState().startNew(scope)
  attempt(useChats.getState().ask(query.trim()))
}

/** Shows the passage's lines beside the results. */
export function openPassage({ document, page, rects }: SearchResult): void {
  useApp.getState().set({ viewerOpen: true })
  useViewer.getState().openDocument(document.id, { page, rects })
}
