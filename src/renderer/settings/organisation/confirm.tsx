/** Asks before what cannot be undone by whoever did it. */
import { useTranslation } from 'react-i18next'
import { Button, Dialog } from '../../kit/index.ts'
import { useWork } from '../use-work.ts'

export function Confirm({
  title,
  body,
  action,
  work,
  onClose,
}: {
  readonly title: string
  readonly body: string
  /** What the button says. */
  readonly action: string
  readonly work: () => Promise<unknown>
  readonly onClose: () => void
}) {
  const { t } = useTranslation()
  const { isBusy, error, run } = useWork()
  return (
    <Dialog title={title} onClose={onClose} className="w-[min(440px,92vw)]">
      <p className="px-5 text-soft wrap-anywhere">{body}</p>
      {error !== undefined && (
        <p role="alert" className="px-5 pt-2 text-danger-fg">
          {error}
        </p>
      )}
      <footer className="flex justify-end gap-2 px-5 py-4">
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button
          kind="danger"
          loading={isBusy}
          onClick={() =>
            run(async () => {
              await work()
              onClose()
            })
          }
        >
          {action}
        </Button>
      </footer>
    </Dialog>
  )
}
