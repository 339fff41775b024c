/** Which of the organisations on a server is to have its workspace here. */
import { Building2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { OwnTenant } from '../../contract/index.ts'
import { Failure, Name, Spinner } from '../kit/index.ts'
import { useWork } from '../settings/use-work.ts'
import { useSettings } from '../state/settings.ts'

export function ChooseTenant({
  tenants,
  asked,
  server,
  onChoose,
}: {
  readonly tenants: readonly OwnTenant[]
  /** The short name that was typed: it comes first. */
  readonly asked: string
  readonly server: string
  readonly onChoose: (tenantId: string) => Promise<void>
}) {
  const { t } = useTranslation(['sync', 'common'])
  const workspaces = useSettings((state) => state.workspaces)
  const { isBusy, error, run } = useWork()
  const here = new Set(workspaces.flatMap(({ server: of, tenantId }) => (of ? [tenantId] : [])))
  const ordered = [...tenants].sort((a, b) => Number(b.slug === asked) - Number(a.slug === asked))
  if (tenants.length === 0) return <p className="text-soft">{t('noTenants')}</p>
  return (
    <div className="flex flex-col gap-3">
      <p className="text-soft">{t('chooseIntro', { server })}</p>
      <ul className="divide-y divide-line overflow-hidden rounded-card border border-line">
        {ordered.map(({ id, name, slug, role }, index) => (
          <li key={id}>
            <button
              type="button"
              // biome-ignore lint/a11y/noAutofocus: the step before was left by its own last digit
              autoFocus={index === 0}
              disabled={isBusy}
              aria-label={t('joinOne', { organisation: name })}
              onClick={() => run(() => onChoose(id))}
              className="flex min-h-12 w-full items-center gap-3 px-3 py-1.5 outline-offset-[-2px] hover:bg-hover disabled:text-disabled"
            >
              <Building2 size={16} className="shrink-0 text-muted" />
              <span className="flex min-w-0 flex-1 flex-col items-start">
                <Name className="max-w-full font-medium">{name}</Name>
                <span className="text-xs text-muted">
                  <bdi>{slug}</bdi>
                  {here.has(id) && ` · ${t('alreadyHere')}`}
                </span>
              </span>
              <span className="text-xs text-muted">{t(`common:role_${role}`)}</span>
            </button>
          </li>
        ))}
      </ul>
      <p role="status" className={isBusy ? 'flex items-center gap-2 text-muted' : 'sr-only'}>
        {isBusy && (
          <>
            <Spinner /> {t('joining')}
          </>
        )}
      </p>
      {error !== undefined && <Failure>{error}</Failure>}
    </div>
  )
}
