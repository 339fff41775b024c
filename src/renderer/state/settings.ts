/** The workspace's settings, its name and its siblings; a change shows at once and is put back when it is refused. */
import { create } from 'zustand'
import { type Settings, settingsSchema, type Workspace } from '../../contract/index.ts'
import { setLanguage } from '../i18n/index.ts'
import { useAccount } from './account.ts'
import { attempt } from './errors.ts'
import { client, host } from './host.ts'
import { keepChoices, ownChoices } from './own-choices.ts'

interface SettingsState {
  readonly settings: Settings
  readonly workspaces: readonly Workspace[]
  load(): Promise<void>
  /** As the backend has them. */
  receive(settings: Settings): void
  change(change: Partial<Settings>): void
  openWorkspace(id: string): void
  createWorkspace(name: string): Promise<void>
}

export const useSettings = create<SettingsState>()((set, get) => ({
  settings: settingsSchema.parse({}),
  workspaces: [],
  async load() {
    const [settings, workspaces] = await Promise.all([
      client.settings.get(),
      host.device ? client.device.workspaces.list() : [],
    ])
    get().receive(settings)
    set({ workspaces })
  },
  receive(received) {
    const settings = host.device ? received : { ...received, ...ownChoices() }
    set({ settings })
    setLanguage(settings.language)
    const root = document.documentElement
    if (settings.theme === 'system') delete root.dataset.theme
    else root.dataset.theme = settings.theme
    root.dataset.density = settings.density
    host.setAppearance(settings.theme, settings.language)
  },
  change(change) {
    const before = get().settings
    if (!host.device) keepChoices(change)
    get().receive({ ...before, ...change })
    // The rest of them is set by whoever runs the server.
    if (!host.device) return
    attempt(
      client.settings.set(change).then(get().receive, (error: unknown) => {
        get().receive(before)
        throw error
      }),
    )
  },
  openWorkspace(id) {
    // The change of workspace ends every stream, so the session loads everything anew.
    attempt(client.device.workspaces.open({ id }))
  },
  async createWorkspace(name) {
    const { id } = await client.device.workspaces.create({ name })
    await client.device.workspaces.open({ id })
  },
}))

/** Of the workspace on this computer, or of the organisation. */
export function useWorkspaceName(): string {
  const workspace = useSettings(({ workspaces }) => workspaces.find(({ current }) => current)?.name)
  const organisation = useAccount(({ me }) => me?.tenant.name)
  return workspace ?? organisation ?? 'DocuChat'
}
