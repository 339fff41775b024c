/** The notes on the document, in the order of its pages, and the one that is being written. */
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ErrorInfo } from '../../../contract/index.ts'
import { Button, Spinner } from '../../kit/index.ts'
import { errorOf, sentenceOf } from '../../state/errors.ts'
import { NoteCard } from './note-card.tsx'
import { NoteForm } from './note-form.tsx'
import { useNotes } from './store.ts'

export function NotesPanel({ documentId }: { readonly documentId: string }) {
  const { t } = useTranslation(['viewer', 'common'])
  const notes = useNotes((state) => state.notes.get(documentId))
  const draft = useNotes((state) => (state.draft?.documentId === documentId ? state.draft : null))
  const { add, discard, read } = useNotes.getState()
  const [error, setError] = useState<ErrorInfo | null>(null)
  const load = () => {
    setError(null)
    read(documentId).catch((failure: unknown) => setError(errorOf(failure)))
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each document
  useEffect(load, [documentId])
  return (
    <section
      aria-label={t('notes')}
      className="flex w-60 shrink-0 flex-col gap-2 overflow-y-auto border-e border-line bg-window p-2 max-[1180px]:w-48"
    >
      {draft && (
        <div className="rounded-card border border-mark-note-edge bg-raised p-2.5">
          <p dir="auto" className="mb-2 line-clamp-3 text-xs text-muted">
            {draft.quote}
          </p>
          <NoteForm
            note=""
            action={t('saveNote')}
            onSave={(note) => add({ ...draft, note })}
            onCancel={discard}
          />
        </div>
      )}
      {error && (
        <div role="alert" className="flex flex-col items-start gap-2 p-1">
          <p className="text-danger-fg">{sentenceOf(error)}</p>
          <Button size="small" onClick={load}>
            {t('common:tryAgain')}
          </Button>
        </div>
      )}
      {!notes && !error && (
        <p role="status" className="flex items-center gap-2 p-1 text-muted">
          <Spinner /> {t('common:loading')}
        </p>
      )}
      {notes?.length === 0 && !draft && <p className="p-1 text-muted">{t('noNotes')}</p>}
      {notes && notes.length > 0 && (
        <ol className="flex flex-col gap-2">
          {notes.map((annotation) => (
            <li key={annotation.id}>
              <NoteCard annotation={annotation} />
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
