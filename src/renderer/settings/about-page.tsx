/** The version, the licence, and figures for a report of a fault. */
import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../kit/index.ts'
import { Logo } from '../shell/logo.tsx'
import { client, host } from '../state/host.ts'
import { LoadError, Page, Section } from './parts.tsx'
import { useLoaded } from './use-loaded.ts'
import { useWork } from './use-work.ts'

const LICENCE = 'MIT'
const load = async () => (host.device ? client.device.diagnostics() : undefined)

export function AboutPage() {
  const { t } = useTranslation(['settings', 'common'])
  const { value, error, reload } = useLoaded(load)
  const text = Object.entries(value ?? {})
    .map(([name, figure]) => `${name}: ${figure}`)
    .join('\n')
  return (
    <Page title={t('about')}>
      <div className="flex items-center gap-3">
        <Logo size={40} />
        <div>
          <p className="text-md font-semibold">{t('common:appName')}</p>
          {value && <p className="text-soft">{t('version', { version: String(value.version) })}</p>}
        </div>
      </div>
      <Section title={t('licence')}>
        <p>{t('licenceBody', { licence: LICENCE })}</p>
      </Section>
      {host.device && (
        <Section title={t('diagnostics')} hint={t('diagnosticsHint')}>
          {error && <LoadError error={error} onRetry={reload} />}
          {value && (
            <>
              <pre
                dir="ltr"
                // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be scrolled by keys too
                tabIndex={0}
                className="max-h-80 overflow-auto rounded-card border border-line bg-sunken p-3 font-mono text-xs"
              >
                {text}
              </pre>
              <CopyButton text={text} />
            </>
          )}
        </Section>
      )}
    </Page>
  )
}

function CopyButton({ text }: { readonly text: string }) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  const { run, error } = useWork()
  return (
    <div className="flex items-center gap-2">
      <Button
        icon={copied ? <Check size={16} /> : <Copy size={16} />}
        onClick={() =>
          run(async () => {
            await navigator.clipboard.writeText(text)
            setCopied(true)
          })
        }
      >
        {t(copied ? 'copied' : 'copy')}
      </Button>
      <span role="status" className="text-danger-fg">
        {error}
      </span>
    </div>
  )
}
