/** A note in the list: the passage, what was written to it and by whom; one's own can be changed and removed. */
import { Pencil, Trash2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Annotation } from '../../../contract/index.ts'
import { formatDate, formatNumber } from '../../i18n/format.ts'
import { classes, IconButton, Name } from '../../kit/index.ts'
import { useViewer } from '../store.ts'
import { NoteForm } from './note-form.tsx'
import { removeNote } from './remove-note.ts'
import { useNotes } from './store.ts'

export function NoteCard({ annotation }: { readonly annotation: Annotation }) {
  const { t } = useTranslation(['viewer', 'common'])
  const { id, page, quote, note, author, own, updatedAt } = annotation
  const isChosen = useNotes(({ chosen }) => chosen === id)
  const [isEditing, setEditing] = useState(false)
  const element = useRef<HTMLElement>(null)
  useEffect(() => {
    if (isChosen) element.current?.scrollIntoView({ block: 'nearest' })
  }, [isChosen])
  const { edit, choose } = useNotes.getState()
  return (
    <article
      ref={element}
      className={classes(
        'rounded-card border bg-raised p-2.5',
        isChosen ? 'border-mark-note-edge' : 'border-line',
      )}
    >
      <button
        type="button"
        aria-label={t('goToNote', { page: formatNumber(page) })}
        aria-current={isChosen || undefined}
        onClick={() => {
          choose(id)
          goTo(annotation)
        }}
        className="w-full rounded-chip hover:bg-hover"
      >
        <span dir="auto" className="line-clamp-3 border-s-2 border-mark-note-edge ps-2 text-xs text-muted">
          {quote}
        </span>
      </button>
      {isEditing ? (
        <div className="mt-2">
          <NoteForm
            note={note}
            action={t('common:save')}
            onSave={(text) => {
              setEditing(false)
              if (text !== note) edit(annotation, text)
            }}
            onCancel={() => setEditing(false)}
          />
        </div>
      ) : (
        note !== '' && (
          <p dir="auto" className="mt-1.5 wrap-anywhere whitespace-pre-wrap">
            {note}
          </p>
        )
      )}
      <footer className="mt-1 flex min-h-6 items-center gap-1 text-2xs text-muted">
        <span className="flex min-w-0 flex-1 gap-1">
          {author.name !== '' && (
            <>
              <Name>{author.name}</Name> ·
            </>
          )}
          <span className="shrink-0">{t('pageShort', { page: formatNumber(page) })}</span>
          <span className="cut" title={formatDate(updatedAt, { dateStyle: 'medium', timeStyle: 'short' })}>
            · {formatDate(updatedAt)}
          </span>
        </span>
        {own && !isEditing && (
          <>
            <IconButton
              small
              label={t('editNote')}
              icon={<Pencil size={14} />}
              onClick={() => setEditing(true)}
            />
            <IconButton
              small
              label={t('removeNote')}
              icon={<Trash2 size={14} />}
              onClick={() => removeNote(annotation)}
            />
          </>
        )}
      </footer>
    </article>
  )
}

/** Its lines come into view, marked as a note and not as something found. */
function goTo({ documentId, page, rects }: Annotation): void {
  useViewer.getState().openDocument(documentId, { page, rects, isNote: true })
}
