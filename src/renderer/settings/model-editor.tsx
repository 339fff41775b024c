/** Sets up one source of answers: its address, its key, its model. Saved only when asked. */
import { type FormEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModelStatus, ModelTest, SecretName, SecretStatus, Settings } from '../../contract/index.ts'
import { formatDuration, formatNumber } from '../i18n/format.ts'
import { Button, Field } from '../kit/index.ts'
import { client } from '../state/host.ts'
import { useSettings } from '../state/settings.ts'
import { isAddress } from './address.ts'
import { FormRow } from './parts.tsx'
import { useWork } from './use-work.ts'

export function ModelEditor({
  source,
  status,
  secret,
  onSaved,
}: {
  readonly source: SecretName
  readonly status: ModelStatus
  /** Undefined until it is known. */
  readonly secret: SecretStatus | undefined
  readonly onSaved: () => Promise<void>
}) {
  const { t } = useTranslation(['settings', 'common'])
  const { settings, receive } = useSettings()
  const [address, setAddress] = useState(settings['chat.endpoint'] ?? '')
  const [key, setKey] = useState('')
  const [model, setModel] = useState(status.model ?? '')
  const [tested, setTested] = useState<ModelTest>()
  const [saved, setSaved] = useState(false)
  const testing = useWork()
  const saving = useWork()
  const listId = useId()
  const isEndpoint = source === 'endpoint'
  const isBad = isEndpoint && address.trim() !== '' && !isAddress(address)
  const isIncomplete = isEndpoint && !isAddress(address)
  const choices = tested?.models ?? status.models

  const edit = (set: (text: string) => void) => (event: { readonly target: { readonly value: string } }) => {
    set(event.target.value)
    setSaved(false)
  }

  const test = () =>
    testing.run(async () => {
      setTested(undefined)
      const result = await client.models.test({
        source,
        ...(isEndpoint && { endpoint: address.trim() }),
        ...(key.trim() !== '' && { key: key.trim() }),
      })
      setTested(result)
      if (model === '') setModel(preferred(result.models, settings['chat.allowed']))
    })

  const put = async (change: Partial<Settings>) => {
    receive(await client.settings.set(change))
    await onSaved()
  }

  function save(event: FormEvent) {
    event.preventDefault()
    saving.run(async () => {
      if (key.trim() !== '') await client.device.secrets.set({ name: source, value: key.trim() })
      setKey('')
      await put({
        ...(isEndpoint && { 'chat.endpoint': address.trim() }),
        ...(model.trim() !== '' && chosen(model.trim(), settings)),
      })
      setSaved(true)
    })
  }

  const failure = testing.error ?? saving.error
  return (
    <form onSubmit={save} className="flex flex-col gap-2 px-4 pb-4">
      {isEndpoint && (
        <FormRow label={t('address')}>
          <Field
            dir="ltr"
            label={t('address')}
            placeholder="http://127.0.0.1:11434/v1"
            value={address}
            error={isBad ? t('addressBad') : undefined}
            onChange={edit(setAddress)}
          />
        </FormRow>
      )}
      <FormRow label={t('key')}>
        <div>
          <Field
            dir="ltr"
            type="password"
            autoComplete="off"
            label={t('key')}
            placeholder={t(isEndpoint && secret?.kept === 'none' ? 'keyOptional' : 'keyPlaceholder')}
            value={key}
            maxLength={500}
            disabled={secret?.kept === 'environment'}
            onChange={edit(setKey)}
          />
          <p className="mt-1 flex flex-wrap items-center gap-2 text-xs text-muted">
            {t(`kept_${secret?.kept ?? 'unknown'}`, { ending: `…${secret?.ending ?? ''}` })}
            {(secret?.kept === 'keychain' || secret?.kept === 'memory') && (
              <Button
                kind="quiet"
                size="small"
                onClick={() =>
                  saving.run(async () => {
                    await client.device.secrets.set({ name: source, value: null })
                    await onSaved()
                  })
                }
              >
                {t('removeKey')}
              </Button>
            )}
          </p>
        </div>
      </FormRow>
      <FormRow label={t('model')}>
        <Field
          dir="ltr"
          label={t('model')}
          placeholder={t('modelHint')}
          list={listId}
          value={model}
          onChange={edit(setModel)}
        />
      </FormRow>
      <datalist id={listId}>
        {choices.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <div className="flex flex-wrap items-center gap-2">
        <p
          role="status"
          className={`min-w-0 flex-1 wrap-anywhere ${failure === undefined ? 'text-soft' : 'text-danger-fg'}`}
        >
          {failure ??
            (saved
              ? t('saved')
              : tested &&
                t('tested', {
                  count: tested.models.length,
                  formatted: formatNumber(tested.models.length),
                  time: formatDuration(tested.durationMs),
                }))}
        </p>
        {isEndpoint && settings['chat.endpoint'] !== null && (
          <Button
            kind="quiet"
            onClick={() =>
              saving.run(async () => {
                await put({ 'chat.endpoint': null, ...(status.next && { 'chat.model': null }) })
                setAddress('')
                setModel('')
              })
            }
          >
            {t('removeAddress')}
          </Button>
        )}
        <Button loading={testing.isBusy} disabled={isIncomplete} onClick={test}>
          {t('test')}
        </Button>
        <Button kind="primary" type="submit" loading={saving.isBusy} disabled={isIncomplete}>
          {t('common:save')}
        </Button>
      </div>
    </form>
  )
}

/** A chosen model is also one that may be asked. */
const chosen = (model: string, { 'chat.allowed': allowed }: Settings): Partial<Settings> => ({
  'chat.model': model,
  ...(!allowed.includes(model) && { 'chat.allowed': [...allowed, model] }),
})

const preferred = (models: readonly string[], allowed: readonly string[]): string =>
  allowed.find((name) => models.includes(name)) ?? models[0] ?? ''
