/** Settings, one page at a time. */
import { ArrowLeft } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../i18n/format.ts'
import { classes, Keys, Name } from '../kit/index.ts'
import { useAccount } from '../state/account.ts'
import { type SettingsPage, settingsPages, useApp } from '../state/app.ts'
import { host } from '../state/host.ts'
import { useWorkspaceName } from '../state/settings.ts'
import { useSync } from '../sync/store.ts'
import { isShown, pages } from './pages.tsx'

const GROUPS = ['computer', 'workspace', 'organisation'] as const

export function SettingsView() {
  const { t } = useTranslation(['settings', 'common'])
  const view = useApp((app) => app.view)
  const workspace = useWorkspaceName()
  // Which pages there are depends on the role.
  useAccount((account) => account.me)
  const asked = view.name === 'settings' ? view.page : 'general'
  const page = isShown(asked) ? asked : 'general'
  const { Content } = pages[page]
  const titles = {
    computer: t(host.account ? 'you' : 'onThisComputer'),
    workspace: <Name>{workspace}</Name>,
    organisation: t('organisation'),
  }
  return (
    <div className="flex min-h-0">
      <nav
        data-pane
        aria-label={t('navigation')}
        className="w-54 shrink-0 overflow-y-auto border-e border-line bg-window p-2 max-[760px]:w-40"
      >
        <button
          type="button"
          onClick={() => useApp.getState().show({ name: 'workspace' })}
          className="flex h-8 w-full items-center gap-2 rounded-control px-2 hover:bg-hover"
        >
          <ArrowLeft size={16} className="flip" />
          <span className="cut flex-1">{t('common:backToWorkspace')}</span>
          <Keys keys="Esc" />
        </button>
        {GROUPS.map((group) => {
          const members = settingsPages.filter((one) => pages[one].about === group && isShown(one))
          if (members.length === 0) return null
          return (
            <div key={group}>
              <p className="flex px-2 pt-4 pb-1 text-xs text-muted">{titles[group]}</p>
              {members.map((one) => (
                <Link key={one} page={one} isCurrent={one === page} />
              ))}
            </div>
          )
        })}
      </nav>
      <main data-pane aria-label={t(page)} className="min-w-0 flex-1 overflow-y-auto bg-pane">
        <Content key={page} />
      </main>
    </div>
  )
}

function Link({ page, isCurrent }: { readonly page: SettingsPage; readonly isCurrent: boolean }) {
  const { t } = useTranslation('settings')
  const { icon: Icon } = pages[page]
  const refused = useSync(({ status }) => (page === 'sync' ? (status?.rejected ?? 0) : 0))
  return (
    <button
      type="button"
      aria-current={isCurrent ? 'page' : undefined}
      onClick={() => useApp.getState().show({ name: 'settings', page })}
      className={classes(
        'flex h-7 w-full items-center gap-2 rounded-control px-2',
        isCurrent ? 'bg-selected font-medium' : 'text-soft hover:bg-hover',
      )}
    >
      <Icon size={16} />
      <span className="cut flex-1">{t(page)}</span>
      {refused > 0 && <span className="text-xs font-semibold text-warn-fg">{formatNumber(refused)}</span>}
    </button>
  )
}
