/** The language, and the workspaces of this computer. */
import { Cloud, Laptop, Plus, ServerCog } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Workspace } from '../../contract/index.ts'
import { Button, Name } from '../kit/index.ts'
import { NewWorkspace } from '../shell/new-workspace.tsx'
import { client, host } from '../state/host.ts'
import { useSettings } from '../state/settings.ts'
import { join, leave } from '../sync/dialogs.ts'
import { isSynced } from '../sync/server.ts'
import { AccountSection } from './account-section.tsx'
import { hostOf } from './address.ts'
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
  const { t } = useTranslation(['settings', 'common', 'sync'])
  const { workspaces } = useSettings()
  const [creating, setCreating] = useState(false)
  return (
    <Section title={t('workspaces')} hint={t('workspacesHint')}>
      <Card>
        {workspaces.map((workspace) => (
          <WorkspaceRow key={workspace.id} workspace={workspace} />
        ))}
      </Card>
      <div className="flex flex-wrap gap-2">
        <Button icon={<Plus size={16} />} onClick={() => setCreating(true)}>
          {t('common:newWorkspace')}
        </Button>
        <Button icon={<ServerCog size={16} />} onClick={() => join()}>
          {t('sync:add')}
        </Button>
      </div>
      {creating && <NewWorkspace onClose={() => setCreating(false)} />}
    </Section>
  )
}

function WorkspaceRow({ workspace }: { readonly workspace: Workspace }) {
  const { id, name, current, server } = workspace
  const { t } = useTranslation(['settings', 'common', 'sync'])
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
    <Row
      icon={server ? <Cloud size={16} className="text-muted" /> : <Laptop size={16} className="text-muted" />}
      title={
        <span className="flex">
          <Name>{name}</Name>
        </span>
      }
      hint={
        server ? (
          <>
            <bdi>{server.email}</bdi> · <bdi>{hostOf(server.url)}</bdi>
          </>
        ) : (
          t('common:onThisComputer')
        )
      }
    >
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
      {isSynced(workspace) && (
        <Button
          size="small"
          kind="quiet"
          aria-label={t('sync:leave', { organisation: name })}
          onClick={() => leave(workspace)}
        >
          {t('sync:leaveShort')}
        </Button>
      )}
    </Row>
  )
}
