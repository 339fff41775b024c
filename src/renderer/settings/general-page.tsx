/** The language, and the workspaces of this computer. */
import { Plus } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Workspace } from '../../contract/index.ts'
import { Button, Field, Name } from '../kit/index.ts'
import { NewWorkspace } from '../shell/new-workspace.tsx'
import { client } from '../state/host.ts'
import { useSettings } from '../state/settings.ts'
import { Badge, Card, Page, Row, Section, Segments } from './parts.tsx'
import { useWork } from './use-work.ts'

/** Each in its own words, so that it is found by who reads no other. */
const LANGUAGES = [
  { value: 'en', label: 'English' },
  { value: 'fa', label: 'فارسی' },
] as const

export function GeneralPage() {
  const { t } = useTranslation(['settings', 'common'])
  const { settings, workspaces, change } = useSettings()
  const [creating, setCreating] = useState(false)
  return (
    <Page title={t('general')}>
      <Card>
        <Row title={t('language')} hint={t('languageHint')}>
          <Segments
            label={t('language')}
            value={settings.language}
            options={LANGUAGES}
            onChange={(language) => change({ language })}
          />
        </Row>
      </Card>
      <Section title={t('workspaces')} hint={t('workspacesHint')}>
        <Card>
          {workspaces.map((workspace) => (
            <WorkspaceRow key={workspace.id} workspace={workspace} />
          ))}
        </Card>
        <Button icon={<Plus size={16} />} className="self-start" onClick={() => setCreating(true)}>
          {t('common:newWorkspace')}
        </Button>
      </Section>
      {creating && <NewWorkspace onClose={() => setCreating(false)} />}
    </Page>
  )
}

function WorkspaceRow({ workspace: { id, name, current } }: { readonly workspace: Workspace }) {
  const { t } = useTranslation(['settings', 'common'])
  const { load, openWorkspace } = useSettings.getState()
  const [draft, setDraft] = useState<string>()
  const { isBusy, error, run } = useWork()

  function rename(event: FormEvent) {
    event.preventDefault()
    run(async () => {
      await client.device.workspaces.rename({ id, name: draft ?? name })
      await load()
      setDraft(undefined)
    })
  }

  if (draft !== undefined) {
    return (
      <form onSubmit={rename} className="flex min-h-14 items-center gap-2 px-4 py-2">
        <Field
          autoFocus
          className="flex-1"
          label={t('nameOf', { name })}
          value={draft}
          maxLength={100}
          error={error}
          onChange={(event) => setDraft(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return
            // Only this field is left, not the settings.
            event.preventDefault()
            setDraft(undefined)
          }}
        />
        <Button onClick={() => setDraft(undefined)}>{t('common:cancel')}</Button>
        <Button type="submit" kind="primary" loading={isBusy} disabled={draft.trim() === ''}>
          {t('common:save')}
        </Button>
      </form>
    )
  }
  return (
    <Row title={<Name className="block">{name}</Name>}>
      {current ? (
        <Badge tone="success">{t('current')}</Badge>
      ) : (
        <Button size="small" onClick={() => openWorkspace(id)}>
          {t('openWorkspace')}
        </Button>
      )}
      <Button size="small" kind="quiet" onClick={() => setDraft(name)}>
        {t('common:rename')}
      </Button>
    </Row>
  )
}
