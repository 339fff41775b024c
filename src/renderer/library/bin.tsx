/** The bin: what was removed in the last 30 days, to be put back or deleted for good. */
import { Trash2, Undo2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Document } from '../../contract/index.ts'
import { formatNumber } from '../i18n/format.ts'
import { Button, Dialog, IconButton, Name } from '../kit/index.ts'
import { useHasRole } from '../state/account.ts'
import { attempt } from '../state/errors.ts'
import { client } from '../state/host.ts'
import { useSession } from '../state/session.ts'
import { useLibrary } from './store.ts'

export function BinRow() {
  const { t } = useTranslation('library')
  const count = useLibrary((library) => library.documents.size)
  const removals = useLibrary((library) => library.removals)
  const loaded = useSession((session) => session.loaded)
  const [binned, setBinned] = useState<readonly Document[]>([])
  const [open, setOpen] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what leaves the library goes to the bin, what comes may be from there
  useEffect(() => {
    if (loaded) client.documents.bin().then(setBinned, () => {})
  }, [loaded, count, removals])
  if (binned.length === 0) return null
  return (
    <div className="shrink-0 px-2 pb-2">
      <button
        type="button"
        onClick={() => setOpen(true)}
        className="flex h-(--row-h) w-full items-center gap-2 rounded-control px-2 text-soft hover:bg-hover"
      >
        <Trash2 size={16} />
        <span className="flex-1">{t('bin')}</span>
        <span className="tabular text-xs text-muted">{formatNumber(binned.length)}</span>
      </button>
      {open && <Bin binned={binned} onChange={setBinned} onClose={() => setOpen(false)} />}
    </div>
  )
}

function Bin({
  binned,
  onChange,
  onClose,
}: {
  readonly binned: readonly Document[]
  readonly onChange: (binned: readonly Document[]) => void
  readonly onClose: () => void
}) {
  const { t } = useTranslation(['library', 'common'])
  const mayChange = useHasRole('member')
  const [asking, setAsking] = useState(false)
  const restore = (ids: string[]) =>
    attempt(
      client.documents.restore({ ids }).then((restored) => {
        useLibrary.getState().show(restored)
        onChange(binned.filter(({ id }) => !ids.includes(id)))
        if (ids.length === binned.length) onClose()
      }),
    )
  const empty = () =>
    attempt(
      client.documents.purge({}).then(() => {
        onChange([])
        onClose()
      }),
    )
  return (
    <Dialog title={t('bin')} onClose={onClose}>
      <p className="px-5 text-muted">{t('binBody')}</p>
      <ul className="min-h-0 flex-1 overflow-y-auto px-3 py-2">
        {binned.map(({ id, name }) => (
          <li key={id} className="flex h-8 items-center gap-2 rounded-control px-2 hover:bg-hover">
            <span className="flex min-w-0 flex-1">
              <Name>{name}</Name>
            </span>
            {mayChange && (
              <IconButton
                small
                label={t('putBack', { name })}
                icon={<Undo2 size={14} />}
                onClick={() => restore([id])}
              />
            )}
          </li>
        ))}
      </ul>
      {mayChange && (
        <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-5 py-3">
          {asking ? (
            <>
              <span className="min-w-0 flex-1 text-danger-fg">
                {t('emptyBinAsk', { count: binned.length, formatted: formatNumber(binned.length) })}
              </span>
              <Button onClick={() => setAsking(false)}>{t('common:cancel')}</Button>
              <Button kind="danger" onClick={empty}>
                {t('emptyBin')}
              </Button>
            </>
          ) : (
            <>
              <Button kind="quiet" onClick={() => setAsking(true)}>
                {t('emptyBin')}
              </Button>
              <Button onClick={() => restore(binned.map(({ id }) => id))}>{t('putAllBack')}</Button>
            </>
          )}
        </footer>
      )}
    </Dialog>
  )
}
