/** Lets people in by their e-mail addresses. */
import { Mail } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { emailSchema, type Role } from '../../../contract/index.ts'
import { Button, Field } from '../../kit/index.ts'
import { useAccount } from '../../state/account.ts'
import { client } from '../../state/host.ts'
import { useWork } from '../use-work.ts'
import { Choice } from './choice.tsx'
import { rolesToGive } from './manages.ts'

export function InviteForm({ onInvited }: { readonly onInvited: () => Promise<void> }) {
  const { t } = useTranslation(['organisation', 'common'])
  const own = useAccount(({ me }) => me?.tenant.role ?? 'viewer')
  const [text, setText] = useState('')
  const [role, setRole] = useState<Role>('member')
  const [refused, setRefused] = useState<string>()
  const { isBusy, error, run } = useWork()

  function invite(event: FormEvent) {
    event.preventDefault()
    const emails = text.split(/[\s,;،؛]+/).filter((email) => email !== '')
    const wrong = emails.find((email) => !emailSchema.safeParse(email).success)
    setRefused(wrong)
    if (wrong !== undefined) return
    run(async () => {
      for (const email of emails) {
        await client.invitations.create({ email, role })
        // What is left in the field is what was not sent.
        setText((before) => before.replace(email, '').replace(/^[\s,;،؛]+/, ''))
      }
      await onInvited()
    })
  }

  return (
    <form onSubmit={invite} className="flex flex-wrap items-start gap-2 rounded-card bg-sunken px-3 py-2.5">
      <Field
        className="min-w-50 flex-1"
        dir="ltr"
        label={t('addresses')}
        placeholder={t('addressesExample')}
        icon={<Mail size={14} className="text-muted" />}
        value={text}
        error={refused === undefined ? error : t('addressBad', { address: refused })}
        onChange={(event) => setText(event.target.value)}
      />
      <Choice
        label={t('invitedAs')}
        value={role}
        options={rolesToGive(own, 'member').map((value) => ({ value, label: t(`common:role_${value}`) }))}
        onChange={setRole}
      />
      <Button type="submit" kind="primary" loading={isBusy} disabled={text.trim() === ''}>
        {t('invite')}
      </Button>
    </form>
  )
}
