/** What is being added: each file with its step, pages, speed and time left. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { useDeferredValue, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { isSettled } from '../../shell/work.ts'
import { type ImportRow, useImports } from '../imports.ts'
import { useLibrary } from '../store.ts'
import { ColumnHeads } from './columns.tsx'
import { FileRow } from './file-row.tsx'
import { Head } from './head.tsx'

const ROW = 56
const NONE: readonly ImportRow[] = []

export function ImportsView() {
  const { t } = useTranslation('library')
  const all = useRows()
  // The view comes at once and its lines a moment later, in small steps: many of them would hold the window up.
  const rows = useDeferredValue(all, NONE)
  const isBusy = useLibrary(({ documents }) =>
    [...documents.values()].some((document) => !isSettled(document)),
  )
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 1,
    getItemKey: (index) => rows[index]?.key ?? index,
  })
  return (
    <div className="flex h-full min-h-0 flex-col">
      <Head rows={all} />
      <ColumnHeads />
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto">
        <ul aria-label={t('adding_list')} className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, key, start }) => {
            const row = rows[index]
            return (
              row && (
                <li
                  key={key}
                  ref={virtual.measureElement}
                  data-index={index}
                  className="absolute inset-x-0 flex min-h-14 items-center gap-3 border-b border-line px-6 py-2"
                  style={{ top: start }}
                >
                  <FileRow row={row} />
                </li>
              )
            )
          })}
        </ul>
        {isBusy && <p className="px-6 py-4 text-muted">{t('askMeanwhile')}</p>}
      </div>
    </div>
  )
}

/** What this window added, and whatever else is being read. */
function useRows(): readonly ImportRow[] {
  const imports = useImports((state) => state.rows)
  const documents = useLibrary((library) => library.documents)
  return useMemo(() => {
    const shown = new Set(imports.map(({ documentId }) => documentId))
    const others = [...documents.values()]
      .filter((document) => !isSettled(document) && !shown.has(document.id))
      .map(
        ({ id, name, bytes }): ImportRow => ({
          ...{ key: id, name, bytes, state: 'added', documentId: id, error: null },
        }),
      )
    return [...imports, ...others]
  }, [imports, documents])
}
