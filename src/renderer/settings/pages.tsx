/** The pages of the settings in the order of their navigation, and who is shown which. */
import {
  Building2,
  ChartNoAxesColumn,
  Contrast,
  Cpu,
  Database,
  FileWarning,
  Gauge,
  Info,
  type LucideIcon,
  RefreshCw,
  ScrollText,
  Shield,
  SlidersHorizontal,
  Users,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { hasRole } from '../state/account.ts'
import type { SettingsPage } from '../state/app.ts'
import { host } from '../state/host.ts'
import { AboutPage } from './about-page.tsx'
import { AppearancePage } from './appearance-page.tsx'
import { GeneralPage } from './general-page.tsx'
import { ModelsPage } from './models-page.tsx'
import { AuditPage } from './organisation/audit-page.tsx'
import { JobsPage } from './organisation/jobs-page.tsx'
import { MembersPage } from './organisation/members-page.tsx'
import { OrganisationPage } from './organisation/organisation-page.tsx'
import { QuotasPage } from './organisation/quotas-page.tsx'
import { PrivacyPage } from './privacy-page.tsx'
import { StoragePage } from './storage-page.tsx'
import { SyncPage } from './sync/sync-page.tsx'
import { UsagePage } from './usage-page.tsx'

interface Page {
  readonly icon: LucideIcon
  readonly Content: () => ReactNode
  /** What it is about: whoever looks and their computer, the workspace, or the organisation that shares it. */
  readonly about: 'computer' | 'workspace' | 'organisation'
  /** Always, when there is none. */
  readonly isShown?: () => boolean
}

const onThisComputer = () => host.device !== undefined
/** For the pages of the organisation. */
const forAdmins = () => host.account !== undefined && hasRole('admin')

export const pages: Readonly<Record<SettingsPage, Page>> = {
  general: { icon: SlidersHorizontal, Content: GeneralPage, about: 'computer' },
  appearance: { icon: Contrast, Content: AppearancePage, about: 'computer' },
  storage: { icon: Database, Content: StoragePage, about: 'computer', isShown: onThisComputer },
  about: { icon: Info, Content: AboutPage, about: 'computer' },
  models: { icon: Cpu, Content: ModelsPage, about: 'workspace', isShown: onThisComputer },
  privacy: { icon: Shield, Content: PrivacyPage, about: 'workspace', isShown: onThisComputer },
  usage: { icon: ChartNoAxesColumn, Content: UsagePage, about: 'workspace' },
  sync: { icon: RefreshCw, Content: SyncPage, about: 'workspace', isShown: onThisComputer },
  members: { icon: Users, Content: MembersPage, about: 'organisation', isShown: forAdmins },
  quotas: { icon: Gauge, Content: QuotasPage, about: 'organisation', isShown: forAdmins },
  audit: { icon: ScrollText, Content: AuditPage, about: 'organisation', isShown: forAdmins },
  jobs: { icon: FileWarning, Content: JobsPage, about: 'organisation', isShown: forAdmins },
  organisation: { icon: Building2, Content: OrganisationPage, about: 'organisation', isShown: forAdmins },
}

export const isShown = (page: SettingsPage): boolean => pages[page].isShown?.() ?? true
