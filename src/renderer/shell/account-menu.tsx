/** Who is signed in, and the organisations that they can change to. */
import { CircleUser, LogOut, UserPen } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Account } from '../host/index.ts'
import { Menu, type MenuItem, Name } from '../kit/index.ts'
import { useAccount } from '../state/account.ts'
import { useApp } from '../state/app.ts'
import { attempt } from '../state/errors.ts'
import { host } from '../state/host.ts'

/** Undefined on this computer, where there are workspaces instead. */
export function useOrganisations(): readonly MenuItem[] | undefined {
  const { t } = useTranslation()
  const { me, tenants } = useAccount()
  const { account } = host
  return (
    account &&
    tenants.map(({ id, name, role }) => ({
      label: <Name>{name}</Name>,
      hint: t(`role_${role}`),
      checked: id === me?.tenant.id,
      run: () => {
        if (id !== me?.tenant.id) attempt(account.switchTo(id))
      },
    }))
  )
}

export function AccountMenu({ account }: { readonly account: Account }) {
  const { t } = useTranslation()
  const me = useAccount((state) => state.me)
  const show = useApp((app) => app.show)
  const name = me?.name ?? ''
  return (
    <Menu
      align="end"
      items={[
        {
          label: t('yourAccount'),
          icon: <UserPen size={16} />,
          run: () => show({ name: 'settings', page: 'general' }),
        },
        {
          label: t('signOut'),
          icon: <LogOut size={16} />,
          starts: true,
          run: () => attempt(account.signOut()),
        },
      ]}
      trigger={
        <button
          type="button"
          aria-label={t('accountOf', { name })}
          className="flex h-7 min-w-0 max-w-44 items-center gap-1.5 rounded-control px-1.5 text-soft hover:bg-hover data-[state=open]:bg-active"
        >
          <CircleUser size={16} className="shrink-0" />
          <span className="flex min-w-0 max-[1180px]:hidden">
            <Name>{name}</Name>
          </span>
        </button>
      }
    />
  )
}
