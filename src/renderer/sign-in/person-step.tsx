/** The first step: which organisation, and whose e-mail address. */
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CODE_COOLDOWN_SECONDS, CODE_SECONDS, emailSchema } from '../../contract/index.ts'
import type { Account } from '../host/index.ts'
import { Button, Failure } from '../kit/index.ts'
import { sentenceOf } from '../state/errors.ts'
import { useSettings } from '../state/settings.ts'
import { useAttempt } from './use-attempt.ts'
import { EmailField, OrganisationField } from './who-fields.tsx'

export interface Person {
  readonly organisation: string
  readonly email: string
  readonly stay: boolean
}

export function PersonStep({
  account,
  person,
  onChange,
  onSent,
}: {
  readonly account: Account
  readonly person: Person
  readonly onChange: (person: Person) => void
  /** For how many seconds the code is valid. */
  readonly onSent: (seconds: number) => void
}) {
  const { t } = useTranslation('signIn')
  const language = useSettings(({ settings }) => settings.language)
  const { isBusy, error, seconds, run, clear } = useAttempt()
  const [emailError, setEmailError] = useState<string>()
  const organisationField = useRef<HTMLInputElement>(null)
  const emailField = useRef<HTMLInputElement>(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, at what is still to be written
  useEffect(() => {
    const first = person.organisation === '' ? organisationField : emailField
    first.current?.focus()
  }, [])

  const isUnknown = error?.code === 'not_found'

  function send(event: FormEvent) {
    event.preventDefault()
    const organisation = person.organisation.trim().toLowerCase()
    const email = emailSchema.safeParse(person.email).data
    if (email === undefined) {
      setEmailError(t('emailBad'))
      emailField.current?.focus()
      return
    }
    onChange({ ...person, organisation, email })
    run(
      async () => onSent(await account.requestCode({ organisation, email, language })),
      ({ code }) => code === 'not_found' && organisationField.current?.focus(),
    )
  }

  return (
    <form onSubmit={send} noValidate className="mt-5 flex flex-col gap-4">
      <div>
        <h1 className="text-2xl font-semibold">{t('title')}</h1>
        <p className="text-soft">{t('intro')}</p>
      </div>
      <OrganisationField
        ref={organisationField}
        value={person.organisation}
        error={isUnknown ? t('noOrganisation', { name: person.organisation }) : undefined}
        onChange={(organisation) => {
          clear()
          onChange({ ...person, organisation })
        }}
      />
      <EmailField
        ref={emailField}
        value={person.email}
        error={emailError}
        onChange={(email) => {
          clear()
          setEmailError(undefined)
          onChange({ ...person, email })
        }}
      />
      <label className="flex items-start gap-2">
        <input
          type="checkbox"
          checked={person.stay}
          onChange={(event) => onChange({ ...person, stay: event.target.checked })}
          className="mt-0.5 size-4 shrink-0 accent-accent"
        />
        <span>
          {t('stay')}
          <span className="block text-xs text-muted">{t('stayHint')}</span>
        </span>
      </label>
      {error && !isUnknown && <Failure>{sentenceOf(error)}</Failure>}
      <Button
        type="submit"
        kind="primary"
        size="large"
        loading={isBusy}
        disabled={seconds > 0 || person.organisation.trim() === '' || person.email.trim() === ''}
      >
        {t('send')}
      </Button>
      {error?.code === 'too_many_requests' && (
        <Button kind="quiet" onClick={() => onSent(CODE_SECONDS - CODE_COOLDOWN_SECONDS)}>
          {t('haveCode')}
        </Button>
      )}
    </form>
  )
}
