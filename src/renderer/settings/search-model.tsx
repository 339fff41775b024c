/** What finds passages: their words only, or a model of meaning too. */
import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { BUILTIN_EMBEDDING, onnxName, type Settings } from '../../contract/index.ts'
import { Button, Field } from '../kit/index.ts'
import { client } from '../state/host.ts'
import { useSettings } from '../state/settings.ts'
import { isAddress } from './address.ts'
import { Card, FormRow } from './parts.tsx'
import { useWork } from './use-work.ts'

const OPENAI_MODEL = 'text-embedding-3-small'
const OPENAI_DIMENSIONS = 1_536
const MAX_DIMENSIONS = 4_096

/** `local` is chosen in the list of the models on this computer, and none of the form's. */
type Choice = 'keyword' | 'builtin' | 'openai' | 'other' | 'local'

function choiceOf({ 'embedding.model': model, 'embedding.endpoint': endpoint }: Settings): Choice {
  if (model === null) return 'keyword'
  if (model === BUILTIN_EMBEDDING) return 'builtin'
  if (onnxName(model) !== undefined) return 'local'
  return endpoint === null && model === OPENAI_MODEL ? 'openai' : 'other'
}

export function SearchModel() {
  const { t } = useTranslation(['settings', 'common'])
  const { settings, receive } = useSettings()
  const used = choiceOf(settings)
  const [choice, setChoice] = useState<Choice>(used)
  const [address, setAddress] = useState(settings['embedding.endpoint'] ?? '')
  const [model, setModel] = useState(used === 'other' ? (settings['embedding.model'] ?? '') : '')
  const [dimensions, setDimensions] = useState(String(settings['embedding.dimensions']))
  const { isBusy, error, run } = useWork()

  const wanted: Partial<Settings> | null = settingsOf(choice, address, model, dimensions)
  const isSame =
    wanted !== null &&
    wanted['embedding.endpoint'] === settings['embedding.endpoint'] &&
    wanted['embedding.model'] === settings['embedding.model'] &&
    (choice === 'keyword' ||
      choice === 'builtin' ||
      wanted['embedding.dimensions'] === settings['embedding.dimensions'])

  function save(event: FormEvent) {
    event.preventDefault()
    if (wanted) run(async () => receive(await client.settings.set(wanted)))
  }

  return (
    <form onSubmit={save} className="flex flex-col gap-2">
      <Card>
        <Option
          title={t('builtinEmbedding')}
          hint={t('builtinEmbeddingHint')}
          checked={choice === 'builtin'}
          onChoose={() => setChoice('builtin')}
        />
        <Option
          title={t('keywordOnly')}
          hint={t('keywordOnlyHint')}
          checked={choice === 'keyword'}
          onChoose={() => setChoice('keyword')}
        />
        <Option
          title={<bdi>{OPENAI_MODEL}</bdi>}
          hint={t('openaiEmbedding')}
          checked={choice === 'openai'}
          onChoose={() => setChoice('openai')}
        />
        <div>
          <Option
            title={t('otherEmbedding')}
            hint={t('otherEmbeddingHint')}
            checked={choice === 'other'}
            onChoose={() => setChoice('other')}
          />
          {choice === 'other' && (
            <div className="flex flex-col gap-2 px-4 pb-4">
              <FormRow label={t('address')}>
                <Field
                  dir="ltr"
                  label={t('address')}
                  placeholder="http://127.0.0.1:11434/v1"
                  value={address}
                  error={address.trim() !== '' && !isAddress(address) ? t('addressBad') : undefined}
                  onChange={(event) => setAddress(event.target.value)}
                />
              </FormRow>
              <FormRow label={t('model')}>
                <Field
                  dir="ltr"
                  label={t('model')}
                  value={model}
                  onChange={(event) => setModel(event.target.value)}
                />
              </FormRow>
              <FormRow label={t('dimensions')}>
                <Field
                  dir="ltr"
                  type="number"
                  min={1}
                  max={MAX_DIMENSIONS}
                  label={t('dimensions')}
                  value={dimensions}
                  onChange={(event) => setDimensions(event.target.value)}
                />
              </FormRow>
            </div>
          )}
        </div>
      </Card>
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" loading={isBusy} disabled={wanted === null || isSame}>
          {t(isSame ? 'inUse' : 'use')}
        </Button>
        <span role="status" className={error === undefined ? 'text-xs text-muted' : 'text-danger-fg'}>
          {error}
        </span>
      </div>
    </form>
  )
}

/** Null while something is missing. */
function settingsOf(
  choice: Choice,
  address: string,
  model: string,
  dimensions: string,
): Partial<Settings> | null {
  if (choice === 'keyword') return { 'embedding.endpoint': null, 'embedding.model': null }
  if (choice === 'builtin') return { 'embedding.endpoint': null, 'embedding.model': BUILTIN_EMBEDDING }
  if (choice === 'openai') {
    return {
      'embedding.endpoint': null,
      'embedding.model': OPENAI_MODEL,
      'embedding.dimensions': OPENAI_DIMENSIONS,
    }
  }
  if (choice === 'local') return null
  const size = Number(dimensions)
  const isWhole = Number.isInteger(size) && size >= 1 && size <= MAX_DIMENSIONS
  if (!isAddress(address) || model.trim() === '' || !isWhole) return null
  return {
    'embedding.endpoint': address.trim(),
    'embedding.model': model.trim(),
    'embedding.dimensions': size,
  }
}

function Option({
  title,
  hint,
  checked,
  onChoose,
}: {
  readonly title: ReactNode
  readonly hint: string
  readonly checked: boolean
  readonly onChoose: () => void
}) {
  const id = useId()
  return (
    <label htmlFor={id} className="flex min-h-14 items-center gap-3 px-4 py-2 has-checked:bg-sunken">
      <input
        id={id}
        type="radio"
        name="search-model"
        checked={checked}
        onChange={onChoose}
        className="size-4 accent-accent"
      />
      <span className="min-w-0 flex-1">
        <span className="block font-medium">{title}</span>
        <span className="block text-xs text-muted">{hint}</span>
      </span>
    </label>
  )
}
