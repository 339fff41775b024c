/** The language, and the workspaces of this computer. */
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Workspace } from '../../contract/index.ts'
import { Button, Name } from '../kit/index.ts'
import { NewWorkspace } from '../shell/new-workspace.tsx'
import { client, host } from '../state/host.ts'
import { useSettings } from '../state/settings.ts'
import { AccountSection } from './account-section.tsx'
import { Badge, Card, Page, Row, Section, Segments } from './parts.tsx'
import { RenameForm } from './rename-form.tsx'

/** Each in its own words, so that it is found by who reads no other. */
const LANGUAGES = [
  { value: 'en', label: 'English' },
  { value: 'fa', label: 'فارسی' },
] as const

export function GeneralPage() {
  const { t } = useTranslation(['settings', 'common'])
  const { settings, change } = useSettings()
  return (
    <Page title={t('general')}>
      <Card>
        <Row title={t('language')} hint={t(host.device ? 'languageHint' : 'languageHintHosted')}>
          <Segments
            label={t('language')}
            value={settings.language}
            options={LANGUAGES}
            onChange={(language) => change({ language })}
          />
        </Row>
      </Card>
      {host.account && <AccountSection account={host.account} />}
      {host.device && <Workspaces />}
    </Page>
  )
}

function Workspaces() {
  const { t } = useTranslation(['settings', 'common'])
  const { workspaces } = useSettings()
  const [creating, setCreating] = useState(false)
  return (
    <Section title={t('workspaces')} hint={t('workspacesHint')}>
      <Card>
        {workspaces.map((workspace) => (
          <WorkspaceRow key={workspace.id} workspace={workspace} />
        ))}
      </Card>
      <Button icon={<Plus size={16} />} className="self-start" onClick={() => setCreating(true)}>
        {t('common:newWorkspace')}
      </Button>
      {creating && <NewWorkspace onClose={() => setCreating(false)} />}
    </Section>
  )
}

function WorkspaceRow({ workspace: { id, name, current } }: { readonly workspace: Workspace }) {
  const { t } = useTranslation(['settings', 'common'])
  const { load, openWorkspace } = useSettings.getState()
  const [isRenaming, setRenaming] = useState(false)
  if (isRenaming)
    return (
      <RenameForm
        label={t('nameOf', { name })}
        name={name}
        maxLength={100}
        onRename={async (draft) => {
          await client.device.workspaces.rename({ id, name: draft })
          await load()
        }}
        onLeave={() => setRenaming(false)}
      />
    )
  return (
    <Row title={<Name className="block">{name}</Name>}>
      {current ? (
        <Badge tone="success">{t('current')}</Badge>
      ) : (
        <Button size="small" onClick={() => openWorkspace(id)}>
          {t('openWorkspace')}
        </Button>
      )}
      <Button size="small" kind="quiet" onClick={() => setRenaming(true)}>
        {t('common:rename')}
      </Button>
    </Row>
  )
}
