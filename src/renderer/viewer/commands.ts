/** Commands of the viewer. */
import i18next from 'i18next'
import { registerCommands } from '../commands/commands.ts'
import { hasRole } from '../state/account.ts'
import { useApp } from '../state/app.ts'
import { draftNote } from './notes/draft-note.ts'
import { selectionOnPage } from './selection.ts'
import { useViewer } from './store.ts'
import { useToolState } from './tools.ts'

export function registerViewerCommands(): void {
  const viewer = useViewer.getState
  const tools = useToolState.getState
  const isOpen = () => viewer().documentId !== null && useApp.getState().viewerOpen
  const hasTrail = () => (viewer().trail?.citations.length ?? 0) > 0
  const isRtl = () => document.documentElement.dir === 'rtl'
  registerCommands([
    {
      name: 'viewer.nextCitation',
      title: () => i18next.t('viewer:nextCitation'),
      keys: 'Alt ↓',
      available: hasTrail,
      run: () => viewer().step(1),
    },
    {
      name: 'viewer.previousCitation',
      title: () => i18next.t('viewer:previousCitation'),
      keys: 'Alt ↑',
      available: hasTrail,
      run: () => viewer().step(-1),
    },
    {
      name: 'viewer.back',
      title: () => i18next.t('viewer:back'),
      keys: 'Alt ←',
      available: isOpen,
      run: () => viewer().travel(isRtl() ? 1 : -1),
    },
    {
      name: 'viewer.forward',
      title: () => i18next.t('viewer:forward'),
      keys: 'Alt →',
      available: isOpen,
      run: () => viewer().travel(isRtl() ? -1 : 1),
    },
    {
      name: 'viewer.find',
      title: () => i18next.t('viewer:find'),
      keys: 'Ctrl F',
      available: isOpen,
      run: () => tools().set({ finding: true }),
    },
    {
      name: 'viewer.zoomIn',
      title: () => i18next.t('viewer:zoomIn'),
      keys: 'Ctrl =',
      available: isOpen,
      run: () => tools().pages?.zoom('in'),
    },
    {
      name: 'viewer.zoomOut',
      title: () => i18next.t('viewer:zoomOut'),
      keys: 'Ctrl -',
      available: isOpen,
      run: () => tools().pages?.zoom('out'),
    },
    {
      name: 'viewer.zoomReset',
      title: () => i18next.t('viewer:fitWidth'),
      keys: 'Ctrl 0',
      available: isOpen,
      run: () => tools().pages?.zoom('width'),
    },
    {
      name: 'viewer.goToPage',
      title: () => i18next.t('viewer:goToAPage'),
      keys: 'Ctrl G',
      available: isOpen,
      run: () => document.getElementById('viewer-page')?.focus(),
    },
    {
      name: 'viewer.nextPage',
      title: () => i18next.t('viewer:nextPage'),
      keys: 'PageDown',
      available: isOpen,
      run: () => viewer().goToPage(viewer().page + 1),
    },
    {
      name: 'viewer.previousPage',
      title: () => i18next.t('viewer:previousPage'),
      keys: 'PageUp',
      available: isOpen,
      run: () => viewer().goToPage(viewer().page - 1),
    },
    {
      name: 'viewer.closeTab',
      title: () => i18next.t('viewer:closeTab'),
      keys: 'Ctrl W',
      available: isOpen,
      run: () => viewer().closeTab(viewer().documentId ?? ''),
    },
    {
      name: 'viewer.thumbnails',
      title: () => i18next.t('viewer:thumbnails'),
      available: isOpen,
      run: () => tools().set({ side: tools().side === 'thumbnails' ? null : 'thumbnails' }),
    },
    {
      name: 'viewer.notes',
      title: () => i18next.t('viewer:notes'),
      available: isOpen,
      run: () => tools().set({ side: tools().side === 'notes' ? null : 'notes' }),
    },
    {
      name: 'viewer.addNote',
      title: () => i18next.t('viewer:addNote'),
      available: () => isOpen() && selectionOnPage() !== null && hasRole('member'),
      run: draftNote,
    },
    {
      name: 'viewer.darkPages',
      title: () => i18next.t('viewer:darkPages'),
      available: isOpen,
      run: () => tools().set({ dark: !tools().dark }),
    },
  ])
}
