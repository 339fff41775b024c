/** The tags of the chosen documents: added by name, taken off one by one. */
import { X } from 'lucide-react'
import { type FormEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { MAX_TAGS, tagSchema } from '../../contract/index.ts'
import { formatNumber } from '../i18n/format.ts'
import { Button, Dialog, Field, IconButton, Name } from '../kit/index.ts'
import { tagDocuments } from './actions.ts'
import { useLibrary } from './store.ts'
import { useTagging } from './tagging.ts'
import { commonTags, tagsInUse } from './tags.ts'

export function TagsDialog() {
  const documentIds = useTagging((tagging) => tagging.documentIds)
  return documentIds && <Tags key={documentIds.join(' ')} documentIds={documentIds} />
}

function Tags({ documentIds }: { readonly documentIds: readonly string[] }) {
  const { t } = useTranslation(['library', 'common'])
  const all = useLibrary((library) => library.documents)
  const { close } = useTagging.getState()
  const [draft, setDraft] = useState('')
  const listId = useId()
  const field = useRef<HTMLInputElement>(null)
  // The dialog, once open, gives the focus to what scrolls.
  useEffect(() => field.current?.focus(), [])
  const documents = useMemo(() => documentIds.flatMap((id) => all.get(id) ?? []), [all, documentIds])
  const tags = commonTags(documents)
  const known = useMemo(() => tagsInUse(all.values()), [all])
  const isFull = documents.some((document) => document.tags.length >= MAX_TAGS)
  const [first] = documents
  function add(event: FormEvent) {
    event.preventDefault()
    const tag = tagSchema.safeParse(draft).data
    if (tag === undefined) return
    tagDocuments(documentIds, { add: [tag] })
    setDraft('')
  }
  return (
    <Dialog
      title={
        documents.length === 1
          ? t('tagsOf', { name: first?.name ?? '' })
          : t('tagsOfMany', { formatted: formatNumber(documents.length) })
      }
      onClose={close}
      className="no-drag w-[min(440px,92vw)]"
    >
      <div className="flex min-h-0 flex-col gap-3 overflow-y-auto px-5 pt-1 pb-5">
        <form onSubmit={add} className="flex items-start gap-2">
          <Field
            ref={field}
            className="flex-1"
            label={t('newTag')}
            placeholder={t('newTag')}
            list={listId}
            value={draft}
            maxLength={50}
            disabled={isFull}
            onChange={(event) => setDraft(event.target.value)}
          />
          <datalist id={listId}>
            {known
              .filter((tag) => !tags.includes(tag))
              .map((tag) => (
                <option key={tag} value={tag} />
              ))}
          </datalist>
          <Button type="submit" disabled={draft.trim() === ''}>
            {t('addTag')}
          </Button>
        </form>
        {tags.length === 0 ? (
          <p className="text-muted">{t('noTags')}</p>
        ) : (
          <ul aria-label={t('tags')} className="flex flex-wrap gap-1.5">
            {tags.map((tag) => (
              <li
                key={tag}
                className="flex h-6 max-w-full items-center rounded-chip bg-active ps-2 text-soft"
              >
                <Name>{tag}</Name>
                <IconButton
                  small
                  label={t('removeTag', { tag })}
                  icon={<X size={14} />}
                  onClick={() => tagDocuments(documentIds, { remove: [tag] })}
                />
              </li>
            ))}
          </ul>
        )}
        {isFull && (
          <p className="text-xs text-muted">{t('tagsFull', { formatted: formatNumber(MAX_TAGS) })}</p>
        )}
        <Button kind="primary" className="self-end" onClick={close}>
          {t('tagsDone')}
        </Button>
      </div>
    </Dialog>
  )
}
