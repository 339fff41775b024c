/** Names a new workspace and opens it. */
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Dialog, Field } from '../kit/index.ts'
import { errorOf, sentenceOf } from '../state/errors.ts'
import { useSettings } from '../state/settings.ts'

export function NewWorkspace({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const createWorkspace = useSettings((state) => state.createWorkspace)
  const [name, setName] = useState('')
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)

  async function create(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    try {
      await createWorkspace(name)
      onClose()
    } catch (failure) {
      setError(sentenceOf(errorOf(failure)))
      setBusy(false)
    }
  }

  return (
    <Dialog title={t('newWorkspace')} onClose={onClose} className="no-drag">
      <form onSubmit={create} className="flex flex-col gap-4 px-5 pb-5">
        <Field
          label={t('workspaceName')}
          placeholder={t('workspaceName')}
          value={name}
          maxLength={100}
          error={error}
          onChange={(event) => setName(event.target.value)}
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button kind="primary" type="submit" loading={busy} disabled={name.trim() === ''}>
            {t('create')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
