/** The three panes: library, conversation, document. */
import { useTranslation } from 'react-i18next'
import { ChatPane } from '../chat/chat-pane.tsx'
import { FirstRun } from '../library/first-run.tsx'
import { ImportsView } from '../library/imports/imports-view.tsx'
import { LibraryPane } from '../library/library-pane.tsx'
import { useLibrary } from '../library/store.ts'
import { SearchView } from '../search/search-view.tsx'
import { useApp } from '../state/app.ts'
import { useSession } from '../state/session.ts'
import { ViewerPane } from '../viewer/viewer-pane.tsx'
import { Rail } from './rail.tsx'
import { Splitter } from './splitter.tsx'
import { paneWidths, setLibraryWidth, setViewerWidth, useWindowWidth } from './widths.ts'

export function Workspace() {
  const { t } = useTranslation()
  const { view, libraryOpen, viewerOpen, libraryWidth, viewerWidth, set } = useApp()
  const isEmpty = useLibrary(({ documents, folders }) => documents.size === 0 && folders.size === 0)
  const loaded = useSession((session) => session.loaded)
  const widths = paneWidths(useWindowWidth(), { library: libraryWidth, viewer: viewerWidth, libraryOpen })
  const firstRun = loaded && isEmpty && view.name === 'workspace'
  const wide = firstRun || view.name === 'imports'
  const showsViewer = viewerOpen && !wide
  const floating = widths.layout === 'narrow' || widths.layout === 'single'

  return (
    <div className="relative flex min-h-0">
      {widths.library > 0 ? (
        <>
          <section
            data-pane
            aria-label={t('library')}
            className="min-w-0 shrink-0 overflow-hidden bg-window"
            style={{ width: widths.library }}
          >
            <LibraryPane />
          </section>
          <Splitter
            label={t('resizeLibrary')}
            width={widths.library}
            side={1}
            onResize={setLibraryWidth}
            onReset={() => set({ libraryWidth: null })}
          />
        </>
      ) : (
        <Rail floating={floating} />
      )}
      {!(widths.layout === 'single' && showsViewer) && (
        <main
          data-pane
          aria-label={t(view.name === 'search' ? 'searchResults' : 'conversation')}
          className="min-w-0 flex-1 overflow-hidden bg-pane"
        >
          {firstRun ? <FirstRun /> : <Content view={view.name} loaded={loaded} />}
        </main>
      )}
      {showsViewer && (
        <>
          {widths.layout !== 'single' && (
            <Splitter
              label={t('resizeViewer')}
              width={widths.viewer}
              side={-1}
              onResize={setViewerWidth}
              onReset={() => set({ viewerWidth: null })}
            />
          )}
          <section
            data-pane
            aria-label={t('viewer')}
            className="min-w-0 shrink-0 overflow-hidden bg-well max-[760px]:flex-1"
            style={{ width: widths.layout === 'single' ? undefined : widths.viewer }}
          >
            <ViewerPane />
          </section>
        </>
      )}
    </div>
  )
}

function Content({ view, loaded }: { readonly view: string; readonly loaded: boolean }) {
  if (!loaded) return null
  if (view === 'imports') return <ImportsView />
  return view === 'search' ? <SearchView /> : <ChatPane />
}
