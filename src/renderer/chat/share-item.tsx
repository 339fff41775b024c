/** The menu's item that shares a chat of one's own with the organisation, or ends that. */
import type { TFunction } from 'i18next'
import { Lock, Users } from 'lucide-react'
import type { Chat } from '../../contract/index.ts'
import type { MenuItem } from '../kit/index.ts'
import { useChats } from './store.ts'

/** Nothing where there is nobody to share with. */
export const shareItem = (
  t: TFunction<['chat', 'common']>,
  { id, own, shared }: Pick<Chat, 'id' | 'own' | 'shared'>,
  organisation: string | undefined,
): readonly MenuItem[] =>
  organisation === undefined || !own
    ? []
    : [
        {
          label: t(shared ? 'unshare' : 'share'),
          icon: shared ? <Lock size={16} /> : <Users size={16} />,
          run: () => useChats.getState().share(id, !shared),
        },
      ]
