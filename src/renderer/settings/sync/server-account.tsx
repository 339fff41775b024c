/** Who the workspace is synced for, where, and the ways to sign in again and to leave. */
import { CircleUser, LogOut } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/index.ts'
import { join, leave } from '../../sync/dialogs.ts'
import type { SyncedWorkspace } from '../../sync/server.ts'
import { hostOf } from '../address.ts'
import { Card, Row, Section } from '../parts.tsx'

export function ServerAccount({
  workspace,
  isSignedOut,
}: {
  readonly workspace: SyncedWorkspace
  readonly isSignedOut: boolean
}) {
  const { t } = useTranslation('sync')
  const { organisation, email, url } = workspace.server
  const server = hostOf(url)
  return (
    <Section title={t('accountTitle')} hint={t('accountHint')}>
      <Card>
        <Row
          icon={<CircleUser size={16} className="text-muted" />}
          title={<bdi>{email}</bdi>}
          hint={
            <>
              <bdi>{organisation}</bdi> · {t(isSignedOut ? 'notSignedIn' : 'signedInAs', { server })}
            </>
          }
        >
          <Button size="small" onClick={() => join(workspace)}>
            {t('signInAgain')}
          </Button>
          <Button
            size="small"
            icon={<LogOut size={14} className="flip" />}
            aria-label={t('leave', { organisation: workspace.name })}
            onClick={() => leave(workspace)}
          >
            {t('leaveShort')}
          </Button>
        </Row>
      </Card>
    </Section>
  )
}
