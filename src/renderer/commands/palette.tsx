/** The command palette: asks, finds and runs whatever its words name. */
import { Command as List } from 'cmdk'
import { Search } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog, Keys } from '../kit/index.ts'
import { useApp } from '../state/app.ts'
import { Chats, Commands, Documents, Page, Passages, Questions } from './palette-groups.tsx'
import { type PaletteQuery, readQuery } from './palette-query.ts'

export function Palette() {
  const { t } = useTranslation(['palette', 'common'])
  const mode = useApp((app) => app.palette)
  const [typed, setTyped] = useState('')
  const input = useRef<HTMLInputElement>(null)
  // The dialog, once open, gives the focus to the list, which comes first.
  useEffect(() => input.current?.focus(), [])
  const query = readQuery(typed)
  const only = mode === 'documents' && query.kind === 'all' ? 'documents' : query.kind
  const close = () => useApp.getState().set({ palette: 'closed' })
  return (
    <Dialog
      hideTitle
      title={t(only === 'documents' ? 'findDocument' : 'open')}
      onClose={close}
      className="mt-[12vh] min-w-[min(640px,92vw)]"
    >
      <List shouldFilter={false} loop label={t('results')} className="flex min-h-0 flex-col">
        <div className="flex h-12 shrink-0 items-center gap-3 border-b border-line px-4">
          <Search size={16} />
          <List.Input
            ref={input}
            dir="auto"
            value={typed}
            onValueChange={setTyped}
            placeholder={t(only === 'documents' ? 'findDocument' : 'open')}
            className="min-w-0 flex-1 bg-transparent text-md outline-none"
          />
          <Keys keys="Esc" />
        </div>
        <List.List label={t('results')} className="h-96 max-h-[60vh] scroll-py-2 overflow-y-auto p-1.5">
          {only === 'all' && query.text !== '' && <Questions text={query.text} />}
          {(only === 'all' || only === 'documents') && (
            <Documents text={query.text} most={only === 'all' ? 5 : 50} />
          )}
          {only === 'all' && query.text !== '' && <Passages text={query.text} />}
          {(only === 'all' || only === 'chats') && <Chats text={query.text} most={only === 'all' ? 4 : 50} />}
          {only === 'page' && <Page text={query.text} />}
          {(only === 'all' || only === 'commands') && (
            <Commands text={query.text} most={only === 'all' && query.text !== '' ? 6 : 100} />
          )}
          {only !== 'all' && only !== 'page' && (
            <List.Empty className="px-3 py-4 text-muted wrap-anywhere">
              {t('nothing', { query: query.text })}
            </List.Empty>
          )}
        </List.List>
      </List>
      <Hints kind={query.kind} />
    </Dialog>
  )
}

function Hints({ kind }: Pick<PaletteQuery, 'kind'>) {
  const { t } = useTranslation('palette')
  return (
    <footer className="flex h-9 shrink-0 items-center gap-2 border-t border-line bg-sunken px-4 text-xs text-muted">
      <Keys keys="↑" />
      <Keys keys="↓" /> {t('move')}
      <span className="w-2" />
      <Keys keys="Enter" /> {t('choose')}
      <span className="flex-1" />
      {kind === 'all' && <span className="whitespace-pre">{t('hints')}</span>}
    </footer>
  )
}
