/** The user's computers that sync this workspace: what each keeps, when it was last heard of, and signing the others out. */
import { Laptop } from 'lucide-react'
import { useCallback, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { OwnDevice, SyncStatus } from '../../../contract/index.ts'
import { formatBytes, formatNumber } from '../../i18n/format.ts'
import { Button } from '../../kit/index.ts'
import { client } from '../../state/host.ts'
import type { SyncedWorkspace } from '../../sync/server.ts'
import { momentOf } from '../../sync/summary.ts'
import { useNow } from '../../sync/use-now.ts'
import { Card, Row, Section } from '../parts.tsx'
import { useLoaded } from '../use-loaded.ts'
import { useWork } from '../use-work.ts'

const loadStorage = () => client.device.storage()

export function Devices({
  workspace: { id: workspaceId },
  status: { remoteFiles, state, syncedAt },
}: {
  readonly workspace: SyncedWorkspace
  readonly status: SyncStatus
}) {
  const { t } = useTranslation('sync')
  const load = useCallback(() => client.device.servers.devices({ workspaceId }), [workspaceId])
  const { value: devices, error, reload } = useLoaded(load)
  const { value: storage, reload: measure } = useLoaded(loadStorage)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each of them means other devices, or other files
  useEffect(() => {
    void reload()
    void measure()
  }, [reload, measure, remoteFiles, state, syncedAt])
  const here = devices?.find(({ isThis }) => isThis)
  const count = storage ? Math.max(0, storage.documents - remoteFiles) : 0
  return (
    <Section title={t('devices')} hint={t('devicesHint')}>
      <Card>
        <Row
          icon={icon}
          title={
            <>
              {t('thisComputer')} {here && <bdi className="ms-1 font-normal text-muted">{here.name}</bdi>}
            </>
          }
          hint={
            storage &&
            t('keptHere', { count, formatted: formatNumber(count), size: formatBytes(storage.fileBytes) })
          }
        >
          <span className="text-xs text-muted">{t('seenNow')}</span>
        </Row>
        {devices
          ?.filter(({ isThis }) => !isThis)
          .map((device) => (
            <Other key={device.id} workspaceId={workspaceId} device={device} onSignedOut={reload} />
          ))}
      </Card>
      {error && <p className="text-xs text-muted">{t('devicesUnknown')}</p>}
    </Section>
  )
}

function Other({
  device: { id, keepsFiles, name, seenAt },
  onSignedOut,
  workspaceId,
}: {
  readonly device: OwnDevice
  readonly onSignedOut: () => Promise<void>
  readonly workspaceId: string
}) {
  const { t } = useTranslation('sync')
  const { error, isBusy, run } = useWork()
  const signOut = async () => {
    await client.device.servers.signOutDevice({ workspaceId, id })
    await onSignedOut()
  }
  return (
    <Row icon={icon} title={<bdi>{name}</bdi>} hint={error ?? t(keepsFiles ? 'keepsAll' : 'keepsSome')}>
      <span className="tabular text-xs text-muted">{momentOf(seenAt, useNow(seenAt))}</span>
      <Button
        kind="quiet"
        size="small"
        loading={isBusy}
        aria-label={t('signOutOf', { name })}
        onClick={() => run(signOut)}
      >
        {t('signOut')}
      </Button>
    </Row>
  )
}

const icon = <Laptop size={16} className="text-muted" />
