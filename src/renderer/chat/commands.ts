/** Commands of the conversation. */
import i18next from 'i18next'
import { registerCommands } from '../commands/commands.ts'
import { useApp } from '../state/app.ts'
import { attempt } from '../state/errors.ts'
import { organisationNow } from '../sync/server.ts'
import { copyChat, saveMarkdown, savePdf } from './export.ts'
import { useFinding } from './find-bar.tsx'
import { isOwn, messagesOf, useChats } from './store.ts'

export function registerChatCommands(): void {
  const chats = useChats.getState
  const press = (id: string) => {
    useApp.getState().show({ name: 'workspace' })
    // The button may have to be drawn first.
    requestAnimationFrame(() => {
      const button = document.getElementById(id)
      button?.focus()
      button?.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, button: 0 }))
      button?.click()
    })
  }
  const current = () => chats().chats.find(({ id }) => id === chats().chatId)
  registerCommands([
    {
      name: 'chat.new',
      title: () => i18next.t('chat:newChat'),
      keys: 'Ctrl N',
      run: () => {
        useApp.getState().show({ name: 'workspace' })
        chats().startNew()
        document.getElementById('question')?.focus()
      },
    },
    {
      name: 'chat.scope',
      title: () => i18next.t('chat:scope'),
      keys: 'Ctrl Shift S',
      available: () => isOwn(chats()),
      run: () => press('scope-selector'),
    },
    {
      name: 'chat.model',
      title: () => i18next.t('chat:chooseModel'),
      keys: 'Ctrl M',
      available: () => isOwn(chats()),
      run: () => press('model-picker'),
    },
    {
      name: 'chat.find',
      title: () => i18next.t('chat:find'),
      keys: 'Ctrl F',
      // Elsewhere the keys are the document's.
      available: () =>
        messagesOf(chats()).length > 0 &&
        useApp.getState().view.name === 'workspace' &&
        (!useApp.getState().viewerOpen || document.activeElement?.closest('main') != null),
      run: () => useFinding.setState({ finding: true }),
    },
    {
      name: 'chat.copy',
      title: () => i18next.t('chat:copyChat'),
      available: () => current() !== undefined,
      run: () => attempt(copyChat(current()?.id ?? '')),
    },
    {
      name: 'chat.exportMarkdown',
      title: () => i18next.t('chat:exportMarkdown'),
      available: () => current() !== undefined,
      run: () => attempt(saveMarkdown(current()?.id ?? '')),
    },
    {
      name: 'chat.exportPdf',
      title: () => i18next.t('chat:exportPdf'),
      available: () => current() !== undefined,
      run: () => {
        // What is printed is the conversation's, which has to be there.
        useApp.getState().show({ name: 'workspace' })
        requestAnimationFrame(() => attempt(savePdf(current()?.title ?? '')))
      },
    },
    {
      name: 'chat.share',
      title: () => i18next.t(current()?.shared ? 'chat:unshare' : 'chat:share'),
      available: () => current()?.own === true && organisationNow() !== undefined,
      run: () => chats().share(current()?.id ?? '', !current()?.shared),
    },
    {
      name: 'chat.remove',
      title: () => i18next.t('chat:removeChat'),
      available: () => current()?.own === true,
      run: () => chats().remove(current()?.id ?? ''),
    },
    {
      name: 'chat.focus',
      title: () => i18next.t('chat:focusQuestion'),
      run: () => document.getElementById('question')?.focus(),
    },
  ])
}
