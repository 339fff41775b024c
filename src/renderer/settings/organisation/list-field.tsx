/** A list of short names that can be added to and taken from. */
import { X } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Field, IconButton, Name } from '../../kit/index.ts'
import { useWork } from '../use-work.ts'

export function ListField({
  items,
  label,
  removeLabel,
  problemOf,
  onChange,
}: {
  readonly items: readonly string[]
  readonly label: string
  readonly removeLabel: (item: string) => string
  /** Why an item cannot be added, as a sentence. */
  readonly problemOf?: (item: string) => string | undefined
  readonly onChange: (items: string[]) => Promise<void>
}) {
  const { t } = useTranslation('settings')
  const [draft, setDraft] = useState('')
  const [problem, setProblem] = useState<string>()
  const { isBusy, error, run } = useWork()

  function add(event: FormEvent) {
    event.preventDefault()
    const item = draft.trim()
    const found = problemOf?.(item)
    setProblem(found)
    if (found !== undefined) return
    run(async () => {
      if (!items.includes(item)) await onChange([...items, item])
      setDraft('')
    })
  }

  return (
    <>
      {items.length > 0 && (
        <ul className="flex flex-wrap gap-2">
          {items.map((item) => (
            <li key={item} className="flex max-w-full items-center rounded-control border border-line ps-2.5">
              <Name>{item}</Name>
              <IconButton
                small
                label={removeLabel(item)}
                icon={<X size={14} />}
                onClick={() => run(() => onChange(items.filter((one) => one !== item)))}
              />
            </li>
          ))}
        </ul>
      )}
      <form onSubmit={add} className="flex max-w-96 items-start gap-2">
        <Field
          className="flex-1"
          dir="ltr"
          label={label}
          placeholder={label}
          value={draft}
          error={problem ?? error}
          onChange={(event) => setDraft(event.target.value)}
        />
        <Button type="submit" loading={isBusy} disabled={draft.trim() === ''}>
          {t('add')}
        </Button>
      </form>
    </>
  )
}
