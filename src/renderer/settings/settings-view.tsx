/** Settings, one page at a time. */
import {
  ArrowLeft,
  ChartNoAxesColumn,
  Contrast,
  Cpu,
  Database,
  Info,
  Shield,
  SlidersHorizontal,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { classes, Keys, Name } from '../kit/index.ts'
import { type SettingsPage, useApp } from '../state/app.ts'
import { useWorkspaceName } from '../state/settings.ts'
import { AboutPage } from './about-page.tsx'
import { AppearancePage } from './appearance-page.tsx'
import { GeneralPage } from './general-page.tsx'
import { ModelsPage } from './models-page.tsx'
import { PrivacyPage } from './privacy-page.tsx'
import { StoragePage } from './storage-page.tsx'
import { UsagePage } from './usage-page.tsx'

const PAGES: Readonly<Record<SettingsPage, () => ReactNode>> = {
  general: GeneralPage,
  appearance: AppearancePage,
  models: ModelsPage,
  storage: StoragePage,
  privacy: PrivacyPage,
  usage: UsagePage,
  about: AboutPage,
}

export function SettingsView() {
  const { t } = useTranslation(['settings', 'common'])
  const view = useApp((app) => app.view)
  const workspace = useWorkspaceName()
  const page = view.name === 'settings' ? view.page : 'general'
  const Shown = PAGES[page]
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
        <p className="px-2 pt-4 pb-1 text-xs text-muted">{t('onThisComputer')}</p>
        <Link page="general" current={page} icon={<SlidersHorizontal size={16} />} />
        <Link page="appearance" current={page} icon={<Contrast size={16} />} />
        <Link page="storage" current={page} icon={<Database size={16} />} />
        <Link page="about" current={page} icon={<Info size={16} />} />
        <p className="cut px-2 pt-4 pb-1 text-xs text-muted">
          <Name>{workspace}</Name>
        </p>
        <Link page="models" current={page} icon={<Cpu size={16} />} />
        <Link page="privacy" current={page} icon={<Shield size={16} />} />
        <Link page="usage" current={page} icon={<ChartNoAxesColumn size={16} />} />
      </nav>
      <main data-pane aria-label={t(page)} className="min-w-0 flex-1 overflow-y-auto bg-pane">
        <Shown key={page} />
      </main>
    </div>
  )
}

function Link({
  page,
  current,
  icon,
}: {
  readonly page: SettingsPage
  readonly current: SettingsPage
  readonly icon: ReactNode
}) {
  const { t } = useTranslation('settings')
  return (
    <button
      type="button"
      aria-current={page === current ? 'page' : undefined}
      onClick={() => useApp.getState().show({ name: 'settings', page })}
      className={classes(
        'flex h-7 w-full items-center gap-2 rounded-control px-2',
        page === current ? 'bg-selected font-medium' : 'text-soft hover:bg-hover',
      )}
    >
      {icon}
      {t(page)}
    </button>
  )
}
