/** Writes a note; it may stay empty, and then only marks its passage. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/index.ts'

export function NoteForm({
  note,
  action,
  onSave,
  onCancel,
}: {
  readonly note: string
  /** What the button says. */
  readonly action: string
  readonly onSave: (note: string) => void
  readonly onCancel: () => void
}) {
  const { t } = useTranslation(['viewer', 'common'])
  const [text, setText] = useState(note)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onSave(text.trim())
      }}
    >
      <textarea
        // biome-ignore lint/a11y/noAutofocus: its user has just asked to write it
        autoFocus
        dir="auto"
        rows={3}
        maxLength={10_000}
        aria-label={t('note')}
        placeholder={t('noteOptional')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          event.stopPropagation()
          if (event.key === 'Escape') onCancel()
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onSave(text.trim())
        }}
        className="block w-full resize-y rounded-control border border-line-strong bg-raised px-2 py-1 outline-none focus:outline-2 focus:outline-focus"
      />
      <div className="mt-2 flex flex-wrap justify-end gap-1.5">
        <Button size="small" onClick={onCancel}>
          {t('common:cancel')}
        </Button>
        <Button type="submit" size="small" kind="primary">
          {action}
        </Button>
      </div>
    </form>
  )
}
