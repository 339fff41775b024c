/** Who is signed in: their name, which they choose, and where they are. */
import { LogOut } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Me } from '../../contract/index.ts'
import type { Account } from '../host/index.ts'
import { Button, Name } from '../kit/index.ts'
import { useAccount } from '../state/account.ts'
import { Badge, Card, Row, Section } from './parts.tsx'
import { RenameForm } from './rename-form.tsx'
import { useWork } from './use-work.ts'

export function AccountSection({ account }: { readonly account: Account }) {
  const { t } = useTranslation(['settings', 'common'])
  const me = useAccount((state) => state.me)
  const leaving = useWork()
  if (!me) return null
  return (
    <Section title={t('common:account')} hint={t('accountHint')}>
      <Card>
        <OwnName me={me} />
        <Row title={<Name className="block">{me.tenant.name}</Name>} hint={<bdi>{me.tenant.slug}</bdi>}>
          <Badge tone="neutral">{t(`common:role_${me.tenant.role}`)}</Badge>
        </Row>
      </Card>
      <Button
        icon={<LogOut size={16} />}
        loading={leaving.isBusy}
        className="self-start"
        onClick={() => leaving.run(() => account.signOut())}
      >
        {t('common:signOut')}
      </Button>
    </Section>
  )
}

function OwnName({ me: { name, email } }: { readonly me: Me }) {
  const { t } = useTranslation(['settings', 'common'])
  const [isRenaming, setRenaming] = useState(false)
  if (isRenaming)
    return (
      <RenameForm
        label={t('yourName')}
        name={name}
        maxLength={200}
        onRename={useAccount.getState().rename}
        onLeave={() => setRenaming(false)}
      />
    )
  return (
    <Row title={<Name className="block">{name}</Name>} hint={<bdi>{email}</bdi>}>
      <Button size="small" kind="quiet" onClick={() => setRenaming(true)}>
        {t('common:rename')}
      </Button>
    </Row>
  )
}
