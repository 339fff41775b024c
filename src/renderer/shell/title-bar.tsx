/** The title bar: the workspace, the way into the palette, settings; the window is dragged by it. */
import {
  ChevronDown,
  Cloud,
  CloudUpload,
  Laptop,
  LogOut,
  Plus,
  Search,
  ServerCog,
  SlidersHorizontal,
} from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Workspace } from '../../contract/index.ts'
import { classes, IconButton, Keys, Menu, type MenuItem, Name } from '../kit/index.ts'
import { hostOf } from '../settings/address.ts'
import { useApp } from '../state/app.ts'
import { host } from '../state/host.ts'
import { useSettings, useWorkspaceName } from '../state/settings.ts'
import { copy, join, leave } from '../sync/dialogs.ts'
import { isSynced, useSynced } from '../sync/server.ts'
import { AccountMenu, useOrganisations } from './account-menu.tsx'
import { Logo } from './logo.tsx'
import { NewWorkspace } from './new-workspace.tsx'

export function TitleBar() {
  const { t } = useTranslation(['common', 'sync'])
  const name = useWorkspaceName()
  const { workspaces, openWorkspace } = useSettings()
  const synced = useSynced()
  const { view, show, set } = useApp()
  const [creating, setCreating] = useState(false)
  const organisations = useOrganisations()
  const items: readonly MenuItem[] = organisations ?? [
    ...workspaces.map((workspace) => ({
      label: <WorkspaceLabel workspace={workspace} />,
      icon: workspace.server ? <Cloud size={16} /> : <Laptop size={16} />,
      checked: workspace.current,
      run: () => {
        if (!workspace.current) openWorkspace(workspace.id)
      },
    })),
    { label: t('newWorkspace'), icon: <Plus size={16} />, starts: true, run: () => setCreating(true) },
    { label: t('sync:add'), icon: <ServerCog size={16} />, run: () => join() },
    ...(!synced && workspaces.some(isSynced)
      ? [{ label: t('sync:promote'), icon: <CloudUpload size={16} />, run: () => copy(null) }]
      : []),
    ...(synced
      ? [
          {
            label: <bdi>{t('sync:leave', { organisation: synced.name })}</bdi>,
            icon: <LogOut size={16} className="flip" />,
            starts: true,
            run: () => leave(synced),
          },
        ]
      : []),
  ]
  return (
    <header
      className={classes(
        'drag-region grid grid-cols-[minmax(0,1fr)_minmax(180px,440px)_minmax(0,1fr)] items-center gap-3 border-b border-line bg-window px-3',
        host.kind === 'desktop' && (host.platform === 'mac' ? 'ps-20' : 'pe-36'),
      )}
    >
      <div className="flex min-w-0 items-center gap-2">
        <Logo />
        <Menu
          items={items}
          trigger={
            <button
              type="button"
              aria-label={`${name}. ${t(host.account ? 'switchOrganisation' : 'switchWorkspace')}`}
              className="no-drag flex h-7 min-w-0 items-center gap-1 rounded-control px-1.5 font-semibold hover:bg-hover data-[state=open]:bg-active"
            >
              <Name>{name}</Name>
              <ChevronDown size={14} />
            </button>
          }
        />
      </div>
      <button
        type="button"
        onClick={() => set({ palette: 'all' })}
        className="no-drag flex h-7 min-w-0 items-center gap-2 rounded-control border border-line bg-pane ps-2.5 pe-1.5 text-muted hover:border-line-strong"
      >
        <Search size={16} />
        <span className="cut flex-1">{t('findOrRun')}</span>
        <Keys keys="Ctrl K" />
      </button>
      <div className="no-drag flex items-center justify-end gap-2">
        {host.account && <AccountMenu account={host.account} />}
        <IconButton
          label={t('settings')}
          keys="Ctrl ,"
          icon={<SlidersHorizontal size={16} />}
          pressed={view.name === 'settings'}
          onClick={() =>
            show(view.name === 'settings' ? { name: 'workspace' } : { name: 'settings', page: 'general' })
          }
        />
      </div>
      {creating && <NewWorkspace onClose={() => setCreating(false)} />}
    </header>
  )
}

/** A synced one says whose it is and where. */
function WorkspaceLabel({ workspace: { name, server } }: { readonly workspace: Workspace }) {
  if (!server) return <Name>{name}</Name>
  return (
    <span className="flex min-w-0 flex-col items-start">
      <Name className="max-w-full">{name}</Name>
      <span className="cut max-w-full text-xs text-muted">
        <bdi>{server.organisation}</bdi> · <bdi>{hostOf(server.url)}</bdi>
      </span>
    </span>
  )
}
