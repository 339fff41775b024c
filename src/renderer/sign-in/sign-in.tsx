/** Signing in to the hosted server: who, where, and the code that was sent there. */
import { Globe, UserX } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '../host/index.ts'
import { Segments } from '../settings/parts.tsx'
import { Logo } from '../shell/logo.tsx'
import { useSession } from '../state/session.ts'
import { useSettings } from '../state/settings.ts'
import { CodeStep } from './code-step.tsx'
import { type Person, PersonStep } from './person-step.tsx'

/** Each in its own words, so that it is found by who reads no other. */
const LANGUAGES = [
  { value: 'en', label: 'English' },
  { value: 'fa', label: 'فارسی' },
] as const

export function SignIn({ account }: { readonly account: Account }) {
  const { t } = useTranslation(['signIn', 'common'])
  const { settings, change } = useSettings()
  /** Whoever was signed in here has their documents and drafts still in the window. */
  const wasSignedIn = useSession((session) => session.loaded)
  const [person, setPerson] = useState<Person>({
    organisation: account.organisation,
    email: account.email,
    stay: false,
  })
  const [expires, setExpires] = useState<number | null>(null)
  const sent = (seconds: number) => setExpires(Date.now() + seconds * 1_000)
  return (
    <div className="grid h-full grid-cols-[minmax(0,1fr)] grid-rows-[var(--titlebar-h)_minmax(0,1fr)_var(--statusbar-h)]">
      <header className="flex items-center gap-2 border-b border-line bg-window px-3">
        <Logo />
        <span className="flex-1 font-semibold">{t('common:appName')}</span>
        <Segments
          label={t('language')}
          value={settings.language}
          options={LANGUAGES}
          onChange={(language) => change({ language })}
        />
      </header>
      <main className="grid min-h-0 overflow-y-auto bg-pane px-6 py-8">
        <div className="m-auto w-full max-w-100">
          <Logo size={32} />
          {wasSignedIn && (
            <p role="status" className="mt-5 rounded-card bg-sunken px-3 py-2 text-soft">
              {t('ended')}
            </p>
          )}
          {expires === null ? (
            <PersonStep account={account} person={person} onChange={setPerson} onSent={sent} />
          ) : (
            <CodeStep
              email={person.email}
              expires={expires}
              signIn={(code) => account.signIn({ ...person, code })}
              sendAgain={async () =>
                sent(await account.requestCode({ ...person, language: settings.language }))
              }
              onBack={() => setExpires(null)}
            />
          )}
          <p className="mt-5 flex items-center gap-2 rounded-card bg-sunken px-3 py-2 text-xs text-soft">
            <Globe size={16} className="shrink-0" />
            <span className="min-w-0 wrap-anywhere">
              {t('server')} <bdi className="font-medium text-fg">{location.host}</bdi>
            </span>
          </p>
        </div>
      </main>
      <footer className="flex items-center gap-1.5 border-t border-line bg-window px-3 text-xs text-muted">
        <UserX size={14} /> {t('signedOut')}
      </footer>
    </div>
  )
}
