/** Who answers, who may be asked, and what finds passages. */
import { Check, CircleAlert, Clock, Cloud, KeyRound, Laptop, Quote } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModelSource, ModelStatus } from '../../contract/index.ts'
import { useModels } from '../chat/model-picker.tsx'
import { Button } from '../kit/index.ts'
import { sentenceOf } from '../state/errors.ts'
import { client } from '../state/host.ts'
import { useSettings } from '../state/settings.ts'
import { AllowedModels } from './allowed-models.tsx'
import { LocalModels } from './local-models.tsx'
import { ModelEditor } from './model-editor.tsx'
import { Badge, Card, Page, Row, Section, type Tone } from './parts.tsx'
import { SearchModel } from './search-model.tsx'
import { useLoaded } from './use-loaded.ts'

const loadSecrets = () => client.device.secrets.list()

export function ModelsPage() {
  const { t } = useTranslation('settings')
  const { models, load } = useModels()
  const secrets = useLoaded(loadSecrets)
  // Chosen anew below its form, which then begins with it.
  const searchModel = useSettings(({ settings }) => settings['embedding.model'])
  const [edited, setEdited] = useState<ModelSource>()
  useEffect(() => void load(), [load])
  const reload = useCallback(async () => {
    await Promise.all([load(), secrets.reload()])
  }, [load, secrets.reload])
  return (
    <Page title={t('models')} intro={t('modelsIntro')}>
      {models.length > 0 && (
        <Card>
          {models.map((status) => (
            <div key={status.source} className={edited === status.source ? 'bg-sunken' : undefined}>
              <ModelRow
                status={status}
                isEdited={edited === status.source}
                onEdit={() => setEdited(edited === status.source ? undefined : status.source)}
              />
              {status.source !== 'extractive' && edited === status.source && (
                <ModelEditor
                  source={status.source}
                  status={status}
                  secret={secrets.value?.find(({ name }) => name === status.source)}
                  onSaved={reload}
                />
              )}
            </div>
          ))}
        </Card>
      )}
      <AllowedModels />
      <Section title={t('searchModel')} hint={t('searchModelHint')}>
        <SearchModel key={searchModel} />
      </Section>
      <LocalModels />
    </Page>
  )
}

function ModelRow({
  status,
  isEdited,
  onEdit,
}: {
  readonly status: ModelStatus
  readonly isEdited: boolean
  readonly onEdit: () => void
}) {
  const { t } = useTranslation('settings')
  const change = useSettings((state) => state.change)
  const { source, model, host, local, next, error } = status
  const isQuotes = source === 'extractive'
  const where = model === null ? (host ?? t('endpointHint')) : t('atHost', { model, host: host ?? '' })
  return (
    <Row
      icon={isQuotes ? <Quote size={16} /> : local ? <Laptop size={16} /> : <Cloud size={16} />}
      title={t(`source_${source}`)}
      hint={
        isQuotes ? (
          t('quotesHint')
        ) : error ? (
          <span className="text-danger-fg">{sentenceOf(error)}</span>
        ) : (
          where
        )
      }
    >
      {next && <Badge tone="neutral">{t('next')}</Badge>}
      <StateBadge status={status} />
      {isQuotes ? (
        !next && (
          <Button size="small" onClick={() => change({ 'chat.model': 'extractive' })}>
            {t('answerWithQuotes')}
          </Button>
        )
      ) : (
        <Button size="small" aria-expanded={isEdited} onClick={onEdit}>
          {t(isEdited ? 'hide' : 'edit')}
        </Button>
      )}
    </Row>
  )
}

const LOOKS: Readonly<Record<ModelStatus['state'], { readonly tone: Tone; readonly icon: React.ReactNode }>> =
  {
    ready: { tone: 'success', icon: <Check size={14} /> },
    not_set: { tone: 'neutral', icon: <Clock size={14} /> },
    needs_key: { tone: 'warn', icon: <KeyRound size={14} /> },
    key_refused: { tone: 'danger', icon: <CircleAlert size={14} /> },
    unreachable: { tone: 'danger', icon: <CircleAlert size={14} /> },
  }

function StateBadge({ status: { state, source } }: { readonly status: ModelStatus }) {
  const { t } = useTranslation('settings')
  return <Badge {...LOOKS[state]}>{t(source === 'extractive' ? 'alwaysReady' : `state_${state}`)}</Badge>
}
