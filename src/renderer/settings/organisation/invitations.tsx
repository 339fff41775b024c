/** Who was invited and has not come yet. */
import { useTranslation } from 'react-i18next'
import type { Invitation } from '../../../contract/index.ts'
import { formatDate } from '../../i18n/format.ts'
import { Button } from '../../kit/index.ts'
import { attempt } from '../../state/errors.ts'
import { client } from '../../state/host.ts'
import { Card, Row } from '../parts.tsx'

export function Invitations({
  invitations,
  onChange,
}: {
  readonly invitations: readonly Invitation[]
  readonly onChange: () => Promise<void>
}) {
  const { t } = useTranslation(['organisation', 'common'])
  return (
    <Card>
      {invitations.map(({ id, email, role, expiresAt }) => (
        <Row
          key={id}
          title={<bdi className="wrap-anywhere">{email}</bdi>}
          hint={t('invitedUntil', { role: t(`common:role_${role}`), date: formatDate(expiresAt) })}
        >
          <Button
            size="small"
            kind="quiet"
            aria-label={t('renewOf', { email })}
            onClick={() => attempt(client.invitations.create({ email, role }).then(onChange))}
          >
            {t('renew')}
          </Button>
          <Button
            size="small"
            kind="quiet"
            aria-label={t('withdrawOf', { email })}
            onClick={() => attempt(client.invitations.revoke({ id }).then(onChange))}
          >
            {t('withdraw')}
          </Button>
        </Row>
      ))}
    </Card>
  )
}
