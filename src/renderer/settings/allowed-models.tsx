/** The models that a question may name. */
import { X } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Field, IconButton, Name } from '../kit/index.ts'
import { useSettings } from '../state/settings.ts'
import { Section } from './parts.tsx'

export function AllowedModels() {
  const { t } = useTranslation('settings')
  const allowed = useSettings(({ settings }) => settings['chat.allowed'])
  const change = useSettings((state) => state.change)
  const [name, setName] = useState('')

  function add(event: FormEvent) {
    event.preventDefault()
    if (!allowed.includes(name.trim())) change({ 'chat.allowed': [...allowed, name.trim()] })
    setName('')
  }

  return (
    <Section title={t('allowed')} hint={t('allowedHint')}>
      <ul className="flex flex-wrap gap-2">
        {allowed.map((model) => (
          <li key={model} className="flex max-w-full items-center rounded-control border border-line ps-2.5">
            <Name>{model}</Name>
            <IconButton
              small
              label={t('removeModel', { name: model })}
              icon={<X size={14} />}
              onClick={() => change({ 'chat.allowed': allowed.filter((one) => one !== model) })}
            />
          </li>
        ))}
      </ul>
      <form onSubmit={add} className="flex max-w-96 gap-2">
        <Field
          className="flex-1"
          dir="ltr"
          label={t('addAllowed')}
          placeholder={t('addAllowed')}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" disabled={name.trim() === ''}>
          {t('add')}
        </Button>
      </form>
    </Section>
  )
}
