/** The first step of joining: which server and organisation, and whose e-mail address. */
import { Globe } from 'lucide-react'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CODE_COOLDOWN_SECONDS, CODE_SECONDS, emailSchema } from '../../contract/index.ts'
import { Button, Failure } from '../kit/index.ts'
import { hostOf } from '../settings/address.ts'
import { Labelled } from '../sign-in/labelled.tsx'
import { useAttempt } from '../sign-in/use-attempt.ts'
import { EmailField, OrganisationField } from '../sign-in/who-fields.tsx'
import { sentenceOf } from '../state/errors.ts'
import { readAddress } from './address.ts'

export interface Place {
  readonly url: string
  /** The organisation's short name, or its id. */
  readonly tenant: string
  readonly email: string
}

export function ServerStep({
  place,
  organisation,
  onChange,
  requestCode,
  onHasCode,
  onCancel,
}: {
  readonly place: Place
  /** Named where it is settled, as for signing in again: then server and organisation are not asked. */
  readonly organisation: string | undefined
  readonly onChange: (place: Place) => void
  readonly requestCode: (place: Place) => Promise<void>
  /** For how many seconds a code that was sent before is still valid, at most. */
  readonly onHasCode: (place: Place, seconds: number) => void
  readonly onCancel: () => void
}) {
  const { t } = useTranslation(['sync', 'signIn', 'common'])
  const { isBusy, error, seconds, run, clear } = useAttempt()
  const [problems, setProblems] = useState<{ readonly url?: string; readonly email?: string }>({})
  const fields = {
    url: useRef<HTMLInputElement>(null),
    tenant: useRef<HTMLInputElement>(null),
    email: useRef<HTMLInputElement>(null),
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, at what is still to be written
  useEffect(() => {
    const first = (['url', 'tenant', 'email'] as const).find((name) => place[name] === '') ?? 'email'
    fields[first].current?.focus()
  }, [])
  const isUnknown = error?.code === 'not_found' && organisation === undefined

  /** The fields as they are sent, or nothing where one of them is wrong: then it says so and has the focus. */
  function checked(): Place | undefined {
    const address = readAddress(place.url)
    const email = emailSchema.safeParse(place.email).data
    if ('problem' in address) {
      setProblems({ url: t(address.problem === 'bad' ? 'serverBad' : 'serverNeedsHttps') })
      fields.url.current?.focus()
      return undefined
    }
    if (email === undefined) {
      setProblems({ email: t('signIn:emailBad') })
      fields.email.current?.focus()
      return undefined
    }
    return { url: address.url, tenant: place.tenant.trim().toLowerCase(), email }
  }

  function send(event: FormEvent) {
    event.preventDefault()
    const asked = checked()
    if (!asked) return
    run(
      () => requestCode(asked),
      ({ code }) => code === 'not_found' && fields.tenant.current?.focus(),
    )
  }

  function edit(change: Partial<Place>) {
    clear()
    setProblems({})
    onChange({ ...place, ...change })
  }

  return (
    <form onSubmit={send} noValidate className="flex flex-col gap-4">
      <p className="text-soft">{t('addIntro')}</p>
      {organisation === undefined ? (
        <>
          <Labelled
            ref={fields.url}
            dir="ltr"
            label={t('server')}
            hint={t('serverHint')}
            name="url"
            type="text"
            inputMode="url"
            autoComplete="url"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={300}
            value={place.url}
            error={problems.url}
            onChange={(event) => edit({ url: event.target.value })}
          />
          <OrganisationField
            ref={fields.tenant}
            value={place.tenant}
            error={isUnknown ? t('signIn:noOrganisation', { name: place.tenant }) : undefined}
            onChange={(tenant) => edit({ tenant })}
          />
        </>
      ) : (
        <p className="flex items-center gap-2 rounded-card bg-sunken px-3 py-2 text-soft">
          <Globe size={16} className="shrink-0" />
          <span className="min-w-0 wrap-anywhere">
            <bdi className="font-medium text-fg">{organisation}</bdi>
            {' · '}
            <bdi>{hostOf(place.url)}</bdi>
          </span>
        </p>
      )}
      <EmailField
        ref={fields.email}
        value={place.email}
        error={problems.email}
        onChange={(email) => edit({ email })}
      />
      {error && !isUnknown && (
        <Failure>
          {error.code === 'server_unreachable'
            ? t('noServer', { server: nameOf(place.url) })
            : sentenceOf(error)}
        </Failure>
      )}
      {organisation === undefined && <p className="text-xs text-muted">{t('addNote')}</p>}
      <footer className="flex flex-wrap justify-end gap-2">
        {error?.code === 'too_many_requests' && (
          <Button
            kind="quiet"
            onClick={() => {
              const asked = checked()
              if (asked) onHasCode(asked, CODE_SECONDS - CODE_COOLDOWN_SECONDS)
            }}
          >
            {t('signIn:haveCode')}
          </Button>
        )}
        <Button onClick={onCancel}>{t('common:cancel')}</Button>
        <Button
          type="submit"
          kind="primary"
          loading={isBusy}
          disabled={
            seconds > 0 || place.url.trim() === '' || place.tenant.trim() === '' || place.email.trim() === ''
          }
        >
          {t('signIn:send')}
        </Button>
      </footer>
    </form>
  )
}

/** The server as it was typed, or the part of it that names it. */
const nameOf = (typed: string): string => {
  const address = readAddress(typed)
  return 'url' in address ? hostOf(address.url) : typed
}
