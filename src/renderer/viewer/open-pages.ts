/** One document in pdf.js's viewer: its scale, where it is scrolled to, its marks and what is found in it. */
import type { PDFDocumentProxy } from 'pdfjs-dist'
import { EventBus, PDFFindController, PDFLinkService, PDFViewer } from 'pdfjs-dist/web/pdf_viewer.mjs'
import { scrollToThird } from './geometry.ts'
import { drawMarks, type Marks } from './highlights.ts'
import type { Destination } from './store.ts'

export interface Pages {
  go(destination: Destination): void
  mark(marks: Marks): void
  /** The page under a point of the window, and the point on it in PDF points from its top left. */
  placeOf(clientX: number, clientY: number): { page: number; x: number; y: number } | undefined
  zoom(change: 'in' | 'out' | 'width' | 'actual'): void
  /** From an empty query, nothing is marked any more. `again` goes on to the next match of the same query. */
  find(query: string, options: { again: boolean; backwards: boolean }): void
  /** Of a link within the document, such as an entry of the outline. */
  goToDestination(target: string | unknown[]): void
  /** Told of the scale (1 is 100 %) and of how many matches there are. */
  listen(listeners: {
    readonly scale: (scale: number) => void
    readonly matches: (current: number, total: number) => void
  }): void
  close(): void
}

export function openPages({
  container,
  pdf,
  documentId,
  dark,
  onPage,
}: {
  readonly container: HTMLDivElement
  readonly pdf: PDFDocumentProxy
  readonly documentId: string
  readonly dark: boolean
  readonly onPage: (page: number, pageCount: number) => void
}): Pages {
  const eventBus = new EventBus()
  const linkService = new PDFLinkService({ eventBus })
  // A page's own links to the outside are not followed: a document is hostile until its reader decides otherwise.
  linkService.externalLinkEnabled = false
  const findController = new PDFFindController({ eventBus, linkService })
  const style = getComputedStyle(document.documentElement)
  const viewer = new PDFViewer({
    container,
    eventBus,
    linkService,
    findController,
    ...(dark && {
      pageColors: {
        background: resolveColor('--bg-page', style),
        foreground: resolveColor('--fg-page', style),
      },
    }),
  })
  linkService.setViewer(viewer)
  linkService.setDocument(pdf)
  viewer.setDocument(pdf)
  /** From the first page that is drawn, until the others were fetched. */
  let isFetching = false
  viewer.onePageRendered?.then(() => {
    isFetching = true
  })

  let marks: Marks = {
    ...{ trail: null, hovered: null, documentId, found: [], pulse: false },
    ...{ notes: [], chosenNote: null },
  }
  let waiting: Destination | undefined
  let ready = false
  const draw = (index: number, pulse = false) => {
    const page = viewer.getPageView(index)
    if (!page?.div) return
    drawMarks(page.div, index + 1, sizeOf(page), { ...marks, pulse })
  }
  const drawAll = () => {
    for (let index = 0; index < viewer.pagesCount; index += 1) draw(index)
  }

  eventBus.on('pagesinit', () => {
    ready = true
    // Before the scale, which begins to draw the page that is current: not the first one when another is wanted.
    if (waiting) viewer.currentPageNumber = waiting.page
    viewer.currentScaleValue = 'page-width'
    onPage(viewer.currentPageNumber, viewer.pagesCount)
    drawAll()
    if (waiting) go(waiting)
  })
  eventBus.on('pagerendered', ({ pageNumber }: { pageNumber: number }) => draw(pageNumber - 1))
  eventBus.on('pagechanging', ({ pageNumber }: { pageNumber: number }) =>
    onPage(pageNumber, viewer.pagesCount),
  )

  function go(destination: Destination): void {
    if (!ready) {
      waiting = destination
      return
    }
    waiting = undefined
    const page = viewer.getPageView(destination.page - 1)
    const first = destination.rects?.find((rect) => rect.page === destination.page)
    if (!page?.div) return
    const within = first ? (first.y / sizeOf(page).height) * page.div.clientHeight : 0
    const top = page.div.offsetTop + within
    container.scrollTop = first
      ? scrollToThird(top, container.clientHeight, container.scrollHeight)
      : Math.max(0, top - 8)
    draw(destination.page - 1, destination.pulse)
  }

  // A narrower or wider pane keeps the page as wide as it is.
  let isWidth = true
  const resized = new ResizeObserver(() => {
    if (ready && isWidth) viewer.currentScaleValue = 'page-width'
  })
  resized.observe(container)

  return {
    go,
    mark(next) {
      marks = next
      if (ready) drawAll()
    },
    placeOf(clientX, clientY) {
      for (let index = 0; index < viewer.pagesCount; index += 1) {
        const page = viewer.getPageView(index)
        const box = page?.div?.getBoundingClientRect()
        if (!box || clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom)
          continue
        const size = sizeOf(page)
        return {
          page: index + 1,
          x: ((clientX - box.left) / box.width) * size.width,
          y: ((clientY - box.top) / box.height) * size.height,
        }
      }
      return undefined
    },
    zoom(change) {
      isWidth = change === 'width'
      if (change === 'in') viewer.increaseScale()
      else if (change === 'out') viewer.decreaseScale()
      else viewer.currentScaleValue = change === 'width' ? 'page-width' : '1'
    },
    find(query, { again, backwards }) {
      eventBus.dispatch(query === '' ? 'findbarclose' : 'find', {
        source: container,
        type: again ? 'again' : '',
        query,
        caseSensitive: false,
        entireWord: false,
        highlightAll: true,
        findPrevious: backwards,
        matchDiacritics: false,
      })
    },
    goToDestination: (target) => void linkService.goToDestination(target as string | unknown[]),
    listen({ scale, matches }) {
      scale(viewer.currentScale)
      eventBus.on('scalechanging', ({ scale: to }: { scale: number }) => scale(to))
      const count = ({ matchesCount }: { matchesCount: { current: number; total: number } }) =>
        matches(matchesCount.current, matchesCount.total)
      eventBus.on('updatefindmatchescount', count)
      eventBus.on('updatefindcontrolstate', count)
    },
    close() {
      resized.disconnect()
      const release = () => {
        viewer.setDocument(null)
        viewer.cleanup()
      }
      // pdf.js goes on with the pages that it has asked for, and stumbles over those that are gone.
      if (isFetching) viewer.pagesPromise?.then(release, release)
      else release()
    },
  }
}

interface PageView {
  readonly div: HTMLElement
  readonly viewport: { readonly width: number; readonly height: number; readonly scale: number }
}

/** Of the page as it is shown, its rotation applied, in PDF points. */
const sizeOf = ({ viewport }: PageView) => ({
  width: viewport.width / viewport.scale,
  height: viewport.height / viewport.scale,
})

/** A token as a plain colour: pdf.js cannot read light-dark(). */
function resolveColor(token: string, style: CSSStyleDeclaration): string {
  const probe = document.createElement('span')
  probe.style.color = `var(${token})`
  document.body.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color || style.color
}
