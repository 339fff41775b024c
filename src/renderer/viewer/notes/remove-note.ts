/** Removes a note of one's own, and can bring it back as a new one. */
import i18next from 'i18next'
import type { Annotation } from '../../../contract/index.ts'
import { useUndo } from '../../state/undo.ts'
import { useNotes } from './store.ts'

export function removeNote(annotation: Annotation): void {
  const { add, remove } = useNotes.getState()
  remove(annotation)
  const { documentId, page, rects, quote, note } = annotation
  useUndo.getState().offer({
    message: i18next.t('viewer:noteRemoved'),
    undo: () => void add({ documentId, page, rects, quote, note }),
  })
}
