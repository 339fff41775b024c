/** A question, edited in place and sent again; it stays in view while its answer scrolls. */
import { Pencil } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../contract/index.ts'
import { Button, IconButton } from '../kit/index.ts'
import { attempt } from '../state/errors.ts'
import { messageElementId } from './found-marks.ts'
import { isOwn, threadOf, useChats } from './store.ts'

/** Sent to the last question when its user wants to edit it from the composer. */
export const EDIT_LAST = 'docuchat:edit-last-question'

export function Question({ message, isLast }: { readonly message: Message; readonly isLast: boolean }) {
  const { t } = useTranslation(['chat', 'common'])
  const [editing, setEditing] = useState(false)
  const ask = useChats((state) => state.ask)
  const busy = useChats((state) => state.running.has(threadOf(state)))
  const own = useChats(isOwn)
  if (editing) {
    return (
      <EditQuestion
        text={message.content}
        onCancel={() => setEditing(false)}
        onSend={(text) => {
          setEditing(false)
          attempt(ask(text, message.id))
        }}
      />
    )
  }
  return (
    <div className="group sticky top-0 z-10 -mx-2 flex items-start gap-2 bg-pane px-2 pt-5 pb-2">
      <h2
        id={messageElementId(message.id)}
        dir="auto"
        title={message.content}
        className="min-w-0 flex-1 text-lg font-semibold wrap-anywhere whitespace-pre-wrap [@media(max-height:700px)]:line-clamp-1"
      >
        {message.content}
      </h2>
      {own && (
        <IconButton
          small
          label={t('editQuestion')}
          icon={<Pencil size={14} />}
          {...(isLast && { keys: '↑', id: EDIT_LAST })}
          className="opacity-0 group-hover:opacity-100 focus-visible:opacity-100"
          disabled={busy}
          onClick={() => setEditing(true)}
        />
      )}
    </div>
  )
}

function EditQuestion({
  text,
  onSend,
  onCancel,
}: {
  readonly text: string
  readonly onSend: (text: string) => void
  readonly onCancel: () => void
}) {
  const { t } = useTranslation(['chat', 'common'])
  const [draft, setDraft] = useState(text)
  const send = () => draft.trim() !== '' && onSend(draft.trim())
  return (
    <div className="pt-5 pb-3">
      <textarea
        // biome-ignore lint/a11y/noAutofocus: its user has just asked to edit it
        autoFocus
        dir="auto"
        aria-label={t('editQuestion')}
        value={draft}
        rows={Math.min(8, draft.split('\n').length + 1)}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={(event) => {
          event.stopPropagation()
          if (event.key === 'Escape') onCancel()
          if (event.key === 'Enter' && !event.shiftKey) {
            event.preventDefault()
            send()
          }
        }}
        className="w-full resize-none rounded-card border border-line-strong bg-raised p-3 text-md outline-none focus:outline-2 focus:outline-focus"
      />
      <div className="mt-1 flex items-center justify-end gap-2">
        <span className="flex-1 text-xs text-muted">{t('editReplaces')}</span>
        <Button kind="quiet" onClick={onCancel}>
          {t('common:cancel')}
        </Button>
        <Button kind="primary" onClick={send}>
          {t('askAgain')}
        </Button>
      </div>
    </div>
  )
}
