/** The search models that run on this computer: to download, import, use and remove. */
import { Download, FolderInput } from 'lucide-react'
import { Fragment, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { type DownloadProgress, type EmbeddingModelInfo, onnxSetting } from '../../contract/index.ts'
import { formatBytes, formatNumber } from '../i18n/format.ts'
import { Button, ProgressBar } from '../kit/index.ts'
import { sentenceOf } from '../state/errors.ts'
import { client } from '../state/host.ts'
import { useSettings } from '../state/settings.ts'
import { useEmbeddingModels } from './embedding-models.ts'
import { Badge, Card, LoadError, Row, Section } from './parts.tsx'
import { useWork } from './use-work.ts'

export function LocalModels() {
  const { t } = useTranslation('settings')
  const { models, error, load } = useEmbeddingModels()
  useEffect(() => void load(), [load])
  return (
    <Section title={t('localModels')} hint={t('localModelsHint')}>
      {error && <LoadError error={error} onRetry={load} />}
      {models && (
        <Card>
          {models.map((model) => (
            <ModelRow key={model.name} model={model} />
          ))}
        </Card>
      )}
      <ImportFolder />
    </Section>
  )
}

function ModelRow({ model }: { readonly model: EmbeddingModelInfo }) {
  const { t } = useTranslation('settings')
  const { name } = model
  const progress = useEmbeddingModels(({ downloads }) => downloads[name])
  const problem = useEmbeddingModels(({ problems }) => problems[name])
  const isUsed = useSettings(({ settings }) => settings['embedding.model'] === onnxSetting(name))
  return (
    <Row
      title={
        <span className="flex flex-wrap items-center gap-2">
          <bdi>{name}</bdi>
          {model.recommended && <Badge tone="success">{t('recommended')}</Badge>}
          {isUsed && <Badge tone="neutral">{t('inUse')}</Badge>}
        </span>
      }
      hint={
        <>
          <About model={model} />
          {progress && <Arriving name={name} progress={progress} />}
          <span role="status" className="block text-danger-fg">
            {problem ? sentenceOf(problem) : model.state === 'damaged' && t('modelDamaged')}
          </span>
        </>
      }
    >
      <Actions model={model} isUsed={isUsed} isArriving={progress !== undefined} />
    </Row>
  )
}

function About({
  model: { bytes, dimensions, languages, licence, origin },
}: {
  readonly model: EmbeddingModelInfo
}) {
  const { t } = useTranslation('settings')
  const facts = [
    languages === null
      ? t(origin === 'import' ? 'imported' : 'languagesUnknown')
      : languages === 1
        ? t('englishOnly')
        : t('languages', { formatted: formatNumber(languages) }),
    formatBytes(bytes),
    t('dimensionsOf', { formatted: formatNumber(dimensions) }),
    ...(licence === null ? [] : [licence]),
  ]
  return facts.map((fact, index) => (
    <Fragment key={fact}>
      {index > 0 && ' · '}
      {/* A unit in Latin letters would draw the next number to its side. */}
      <bdi>{fact}</bdi>
    </Fragment>
  ))
}

function Arriving({ name, progress }: { readonly name: string; readonly progress: DownloadProgress }) {
  const { t } = useTranslation('settings')
  const { bytes, bytesDone, phase } = progress
  return (
    <span className="mt-1 flex items-center gap-3">
      <ProgressBar
        className="max-w-80 flex-1"
        share={bytes === 0 ? 0 : bytesDone / bytes}
        label={t('downloadOf', { name })}
      />
      <span className="tabular">
        {phase === 'downloading'
          ? t('bytesOf', { done: formatBytes(bytesDone), all: formatBytes(bytes) })
          : t('trying')}
      </span>
    </span>
  )
}

function Actions({
  model: { name, state, bytes, bytesDone },
  isUsed,
  isArriving,
}: {
  readonly model: EmbeddingModelInfo
  readonly isUsed: boolean
  readonly isArriving: boolean
}) {
  const { t } = useTranslation(['settings', 'common'])
  const { cancel, download, remove } = useEmbeddingModels()
  const using = useWork()
  const receive = useSettings((store) => store.receive)
  if (isArriving) {
    return (
      <Button size="small" aria-label={t('cancelDownload', { name })} onClick={() => cancel(name)}>
        {t('common:cancel')}
      </Button>
    )
  }
  const isHere = state === 'installed'
  const use = () =>
    using.run(async () =>
      receive(
        await client.settings.set({ 'embedding.endpoint': null, 'embedding.model': onnxSetting(name) }),
      ),
    )
  return (
    <span className="flex flex-wrap items-center gap-2">
      {using.error !== undefined && <span className="text-xs text-danger-fg">{using.error}</span>}
      {isHere && !isUsed && (
        <Button size="small" loading={using.isBusy} aria-label={t('useModel', { name })} onClick={use}>
          {t('use')}
        </Button>
      )}
      {(state === 'available' || state === 'partial') && (
        <Button
          size="small"
          icon={<Download size={14} />}
          aria-label={t(state === 'partial' ? 'goOnWith' : 'downloadModel', { name })}
          onClick={() => void download(name)}
        >
          {state === 'partial'
            ? t('goOn', { left: formatBytes(Math.max(0, bytes - bytesDone)) })
            : t('download')}
        </Button>
      )}
      {state !== 'available' && !isUsed && (
        <Button
          size="small"
          kind="quiet"
          aria-label={t('removeLocal', { name })}
          onClick={() => void remove(name)}
        >
          {t('common:remove')}
        </Button>
      )}
    </span>
  )
}

function ImportFolder() {
  const { t } = useTranslation('settings')
  const importModel = useEmbeddingModels((state) => state.import)
  const { isBusy, error, run } = useWork()
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button icon={<FolderInput size={14} />} loading={isBusy} onClick={() => run(importModel)}>
        {t('importFolder')}
      </Button>
      <span role="status" className={error === undefined ? 'text-xs text-muted' : 'text-danger-fg'}>
        {error ?? t('importHint')}
      </span>
    </div>
  )
}
