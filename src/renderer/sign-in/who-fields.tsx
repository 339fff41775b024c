/** The fields that say who signs in where: the organisation's short name, and an e-mail address. */
import type { Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { Labelled } from './labelled.tsx'

interface WhoField {
  readonly ref: Ref<HTMLInputElement>
  readonly value: string
  readonly error: string | undefined
  readonly onChange: (value: string) => void
}

export function OrganisationField({ onChange, ...field }: WhoField) {
  const { t } = useTranslation('signIn')
  return (
    <Labelled
      {...field}
      label={t('organisation')}
      hint={t('organisationHint')}
      name="organization"
      autoComplete="organization"
      autoCapitalize="none"
      spellCheck={false}
      maxLength={100}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}

export function EmailField({ onChange, ...field }: WhoField) {
  const { t } = useTranslation('signIn')
  return (
    <Labelled
      {...field}
      label={t('email')}
      type="email"
      name="email"
      autoComplete="email"
      spellCheck={false}
      maxLength={320}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}
