/** In the composer's place below a chat of somebody else: whose it is, and the way to one of one's own. */
import { Users } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Chat } from '../../contract/index.ts'
import { Button } from '../kit/index.ts'
import { useChats } from './store.ts'

export function OthersChat({ chat: { author, scope } }: { readonly chat: Chat }) {
  const { t } = useTranslation('chat')
  const name = author.name
  return (
    <div className="shrink-0 px-6 pb-3">
      <div className="mx-auto flex max-w-[720px] flex-wrap items-center gap-x-3 gap-y-2 rounded-card border border-line bg-sunken px-3.5 py-2.5">
        <Users size={16} className="shrink-0 text-muted" />
        <p className="min-w-48 flex-1 text-soft wrap-anywhere">
          {name === '' ? t('othersNameless') : t('others', { name })}
        </p>
        <Button
          onClick={() => {
            useChats.getState().startNew(scope)
            document.getElementById('question')?.focus()
          }}
        >
          {t('startOwn')}
        </Button>
      </div>
    </div>
  )
}
