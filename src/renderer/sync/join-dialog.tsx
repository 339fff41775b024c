/** Joins a workspace with an organisation's server, or signs one in again: where and who, the code, which organisation. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OwnTenant } from '../../contract/index.ts'
import { Dialog } from '../kit/index.ts'
import { hostOf } from '../settings/address.ts'
import { CodeStep } from '../sign-in/code-step.tsx'
import { attempt } from '../state/errors.ts'
import { client } from '../state/host.ts'
import { useSettings } from '../state/settings.ts'
import { ChooseTenant } from './choose-tenant.tsx'
import type { SyncedWorkspace } from './server.ts'
import { type Place, ServerStep } from './server-step.tsx'

type Step =
  | { readonly name: 'server' }
  | { readonly name: 'code'; readonly place: Place; readonly expires: number }
  | {
      readonly name: 'tenants'
      readonly place: Place
      readonly ticket: string
      readonly tenants: readonly OwnTenant[]
    }

export function JoinDialog({
  workspace: known,
  onClose,
}: {
  /** The one to be signed in again. */
  readonly workspace: SyncedWorkspace | null
  readonly onClose: () => void
}) {
  const { t } = useTranslation(['sync', 'signIn'])
  const language = useSettings(({ settings }) => settings.language)
  const [step, setStep] = useState<Step>({ name: 'server' })
  const [place, setPlace] = useState<Place>({
    url: known?.server.url ?? '',
    tenant: known?.tenantId ?? '',
    email: known?.server.email ?? '',
  })

  async function requestCode(asked: Place): Promise<void> {
    const { expiresInSeconds } = await client.device.servers.requestCode({ ...asked, language })
    sent(asked, expiresInSeconds)
  }
  function sent(asked: Place, seconds: number): void {
    setPlace(asked)
    setStep({ name: 'code', place: asked, expires: Date.now() + seconds * 1_000 })
  }

  async function verify(asked: Place, code: string): Promise<void> {
    const { ticket, tenants } = await client.device.servers.verifyCode({ ...asked, code })
    const wanted = tenants.find(({ id }) => id === known?.tenantId)
    const only = known ? wanted : tenants.length === 1 ? tenants[0] : undefined
    if (only) await enter(ticket, only.id)
    else {
      // A copy whose organisation is not named is gone by now.
      if (known) attempt(useSettings.getState().load())
      setStep({ name: 'tenants', place: asked, ticket, tenants })
    }
  }

  async function enter(ticket: string, tenantId: string): Promise<void> {
    await client.device.servers.join({ ticket, tenantId })
    // Signing in again opens nothing anew, so no stream ends that would have the list read again.
    attempt(useSettings.getState().load())
    onClose()
  }

  const title = known
    ? t('againTitle', { organisation: known.name })
    : step.name === 'tenants'
      ? t('chooseTitle')
      : t('addTitle')
  return (
    <Dialog title={title} onClose={onClose} className="no-drag w-[min(440px,92vw)]">
      <div className="min-h-0 overflow-y-auto px-5 pb-5">
        {step.name === 'server' && (
          <ServerStep
            place={place}
            organisation={known?.name}
            onChange={setPlace}
            requestCode={requestCode}
            onHasCode={sent}
            onCancel={onClose}
          />
        )}
        {step.name === 'code' && (
          <CodeStep
            isTitled={false}
            email={step.place.email}
            expires={step.expires}
            signIn={(code) => verify(step.place, code)}
            sendAgain={() => requestCode(step.place)}
            onBack={() => setStep({ name: 'server' })}
          />
        )}
        {step.name === 'tenants' && (
          <ChooseTenant
            tenants={step.tenants}
            asked={step.place.tenant}
            server={hostOf(step.place.url)}
            onChoose={(tenantId) => enter(step.ticket, tenantId)}
          />
        )}
      </div>
    </Dialog>
  )
}
