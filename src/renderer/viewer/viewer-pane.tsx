/** The document: its tabs, its tools and its pages. */
import { FileX, Lock } from 'lucide-react'
import { PasswordException, type PDFDocumentProxy } from 'pdfjs-dist'
import { type FormEvent, useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Field, Spinner } from '../kit/index.ts'
import { useLibrary } from '../library/store.ts'
import { useSync } from '../sync/store.ts'
import { CitationRuler } from './citation-ruler.tsx'
import type { Pages } from './open-pages.ts'
import { PagesView } from './pages.tsx'
import { openPdf } from './pdf.ts'
import { RemoteFile } from './remote-file.tsx'
import { SelectionBar } from './selection-bar.tsx'
import { SidePanel } from './side-panel.tsx'
import { useViewer } from './store.ts'
import { Tabs } from './tabs.tsx'
import { Toolbar } from './toolbar.tsx'
import { useTools } from './tools.ts'

type State =
  | { readonly name: 'loading' }
  | { readonly name: 'locked'; readonly wrong: boolean }
  | { readonly name: 'missing' }
  | { readonly name: 'open'; readonly pdf: PDFDocumentProxy; readonly documentId: string }

export function ViewerPane() {
  const { t } = useTranslation('viewer')
  const documentId = useViewer((viewer) => viewer.documentId)
  const { state, unlock, retry } = usePdf(documentId)
  const isRemote = useSync(({ remoteFiles }) => documentId !== null && remoteFiles.has(documentId))
  const [pages, setPages] = useState<Pages | null>(null)
  const tools = useTools(pages)
  return (
    <div className="flex h-full min-h-0 flex-col">
      <Tabs />
      {documentId === null ? (
        <p className="grid flex-1 place-items-center p-6 text-center text-muted">{t('nothingOpen')}</p>
      ) : (
        <>
          <Toolbar pages={pages} tools={tools} />
          <div className="flex min-h-0 flex-1">
            {state.name === 'open' && tools.side !== null && (
              <SidePanel pdf={state.pdf} documentId={state.documentId} kind={tools.side} pages={pages} />
            )}
            <div className="relative min-w-0 flex-1 bg-well">
              {state.name === 'open' && (
                <>
                  <PagesView
                    key={state.documentId}
                    pdf={state.pdf}
                    documentId={state.documentId}
                    dark={tools.dark}
                    onOpen={setPages}
                  />
                  <CitationRuler documentId={state.documentId} />
                  <SelectionBar />
                </>
              )}
              {state.name === 'loading' && <Loading />}
              {state.name === 'locked' && <Locked wrong={state.wrong} onUnlock={unlock} />}
              {state.name === 'missing' && isRemote && (
                <RemoteFile key={documentId} documentId={documentId} onFetched={retry} />
              )}
              {state.name === 'missing' && !isRemote && (
                <div className="grid h-full place-items-center p-6">
                  <p className="flex max-w-80 flex-col items-center gap-2 text-center text-soft">
                    <FileX size={20} className="text-muted" /> {t('missing')}
                  </p>
                </div>
              )}
            </div>
          </div>
        </>
      )}
    </div>
  )
}

function usePdf(documentId: string | null): {
  readonly state: State
  readonly unlock: (password: string) => void
  readonly retry: () => void
} {
  const [state, setState] = useState<State>({ name: 'loading' })
  const [password, setPassword] = useState<string>()
  const [tries, setTries] = useState(0)
  // A document that is being added again, or came back, is tried again.
  const isThere = useLibrary(({ documents }) => documentId !== null && documents.has(documentId))
  // biome-ignore lint/correctness/useExhaustiveDependencies: its coming back is a reason to try again, as being asked to is
  useEffect(() => {
    if (documentId === null) return
    let current = true
    setState((before) =>
      before.name === 'open' && before.documentId === documentId ? before : { name: 'loading' },
    )
    openPdf(documentId, password).then(
      (pdf) => current && setState({ name: 'open', pdf, documentId }),
      (error: unknown) => {
        if (!current) return
        setState(
          error instanceof PasswordException
            ? { name: 'locked', wrong: password !== undefined }
            : { name: 'missing' },
        )
      },
    )
    return () => {
      current = false
    }
  }, [documentId, password, isThere, tries])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a password is of one document
  useEffect(() => setPassword(undefined), [documentId])
  const retry = useCallback(() => setTries((count) => count + 1), [])
  return { state, unlock: setPassword, retry }
}

function Loading() {
  const { t } = useTranslation('common')
  return (
    <div className="absolute inset-0 flex justify-center overflow-hidden p-4" aria-busy="true">
      <div className="grid aspect-[612/792] w-full max-w-[640px] place-items-center bg-page shadow-page">
        <span className="flex items-center gap-2 text-muted">
          <Spinner /> {t('loading')}
        </span>
      </div>
    </div>
  )
}

function Locked({
  wrong,
  onUnlock,
}: {
  readonly wrong: boolean
  readonly onUnlock: (password: string) => void
}) {
  const { t } = useTranslation('viewer')
  const [password, setPassword] = useState('')
  const unlock = (event: FormEvent) => {
    event.preventDefault()
    onUnlock(password)
  }
  return (
    <form onSubmit={unlock} className="grid h-full place-items-center p-6">
      <div className="flex w-full max-w-72 flex-col gap-3">
        <p className="flex items-center gap-2 font-semibold">
          <Lock size={16} /> {t('locked')}
        </p>
        <Field
          type="password"
          dir="ltr"
          label={t('password')}
          autoComplete="off"
          value={password}
          error={wrong ? t('wrongPassword') : undefined}
          onChange={(event) => setPassword(event.target.value)}
        />
        <Button kind="primary" type="submit" disabled={password === ''}>
          {t('unlock')}
        </Button>
      </div>
    </form>
  )
}
