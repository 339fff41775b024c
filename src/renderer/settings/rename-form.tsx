/** A name among the settings, being changed; Escape leaves it as it was. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Field } from '../kit/index.ts'
import { useWork } from './use-work.ts'

export function RenameForm({
  label,
  name,
  maxLength,
  onRename,
  onLeave,
}: {
  readonly label: string
  readonly name: string
  readonly maxLength: number
  readonly onRename: (name: string) => Promise<unknown>
  /** Once it is renamed, and when it is to stay. */
  readonly onLeave: () => void
}) {
  const { t } = useTranslation('common')
  const [draft, setDraft] = useState(name)
  const { isBusy, error, run } = useWork()
  return (
    <form
      className="flex min-h-14 items-center gap-2 px-4 py-2"
      onSubmit={(event) => {
        event.preventDefault()
        run(async () => {
          await onRename(draft)
          onLeave()
        })
      }}
    >
      <Field
        autoFocus
        className="flex-1"
        label={label}
        value={draft}
        maxLength={maxLength}
        error={error}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          // Only this field is left, not the settings.
          event.preventDefault()
          onLeave()
        }}
      />
      <Button onClick={onLeave}>{t('cancel')}</Button>
      <Button type="submit" kind="primary" loading={isBusy} disabled={draft.trim() === ''}>
        {t('save')}
      </Button>
    </form>
  )
}
