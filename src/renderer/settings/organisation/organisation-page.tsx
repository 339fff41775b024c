/** The organisation itself: its name, who comes in by their address, what may be asked, and the language of its mails. */
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tenant, TenantChange } from '../../../contract/index.ts'
import { emailDomainSchema } from '../../../contract/index.ts'
import { Button, Field } from '../../kit/index.ts'
import { useAccount } from '../../state/account.ts'
import { client } from '../../state/host.ts'
import { FormRow, LoadError, Page, Section, Segments } from '../parts.tsx'
import { useLoaded } from '../use-loaded.ts'
import { useWork } from '../use-work.ts'
import { ListField } from './list-field.tsx'
import { Loading } from './table.tsx'

const load = () => client.tenant.get()

export function OrganisationPage() {
  const { t } = useTranslation(['organisation', 'settings'])
  const { value: tenant, error, reload } = useLoaded(load)
  return (
    <Page title={t('settings:organisation')} intro={t('organisationIntro')}>
      {error && <LoadError error={error} onRetry={reload} />}
      {!tenant && !error && <Loading />}
      {tenant && (
        <Form
          tenant={tenant}
          onChange={async (change) => {
            await client.tenant.change(change)
            await Promise.all([reload(), useAccount.getState().load()])
          }}
        />
      )}
    </Page>
  )
}

function Form({
  tenant: { slug, name, allowedModels, allowedDomains, defaultLanguage },
  onChange,
}: {
  readonly tenant: Tenant
  readonly onChange: (change: TenantChange) => Promise<void>
}) {
  const { t } = useTranslation(['organisation', 'settings'])
  const language = useWork()
  return (
    <>
      <Section title={t('organisationName')} hint={t('organisationNameHint', { slug })}>
        <NameForm name={name} onSave={(changed) => onChange({ name: changed })} />
      </Section>
      <Section title={t('domains')} hint={t('domainsHint')}>
        <ListField
          items={allowedDomains}
          label={t('addDomain')}
          removeLabel={(domain) => t('removeDomain', { name: domain })}
          problemOf={(domain) => (emailDomainSchema.safeParse(domain).success ? undefined : t('domainBad'))}
          onChange={(domains) => onChange({ allowedDomains: domains })}
        />
      </Section>
      <Section title={t('settings:allowed')} hint={t(allowedModels ? 'ownModels' : 'serverModels')}>
        <ListField
          items={allowedModels ?? []}
          label={t('settings:addAllowed')}
          removeLabel={(model) => t('settings:removeModel', { name: model })}
          onChange={(models) => onChange({ allowedModels: models.length > 0 ? models : null })}
        />
      </Section>
      <Section title={t('mailLanguage')} hint={t('mailLanguageHint')}>
        <div className="flex">
          <Segments
            label={t('mailLanguage')}
            value={defaultLanguage}
            options={[
              { value: 'en', label: 'English' },
              { value: 'fa', label: 'فارسی' },
            ]}
            onChange={(chosen) => language.run(() => onChange({ defaultLanguage: chosen }))}
          />
        </div>
        {language.error !== undefined && <p className="text-danger-fg">{language.error}</p>}
      </Section>
    </>
  )
}

function NameForm({
  name,
  onSave,
}: {
  readonly name: string
  readonly onSave: (name: string) => Promise<void>
}) {
  const { t } = useTranslation(['organisation', 'common'])
  const [draft, setDraft] = useState(name)
  const { isBusy, error, run } = useWork()

  function save(event: FormEvent) {
    event.preventDefault()
    run(() => onSave(draft.trim()))
  }

  return (
    <form onSubmit={save} className="max-w-125">
      <FormRow label={t('organisationName')}>
        <div className="flex gap-2">
          <Field
            className="flex-1"
            label={t('organisationName')}
            value={draft}
            maxLength={200}
            error={error}
            onChange={(event) => setDraft(event.target.value)}
          />
          <Button type="submit" loading={isBusy} disabled={draft.trim() === '' || draft.trim() === name}>
            {t('common:save')}
          </Button>
        </div>
      </FormRow>
    </form>
  )
}
