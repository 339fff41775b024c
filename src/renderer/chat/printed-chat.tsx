/** The whole chat as it is printed: questions, answers, and the citations as notes with document, page and quote. */
import { Fragment } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../contract/index.ts'
import { formatNumber } from '../i18n/format.ts'
import { Markdown } from './markdown.tsx'
import { messagesOf, useChats } from './store.ts'
import { usePrinting } from './use-printing.ts'

export function PrintedChat() {
  const { t } = useTranslation(['chat', 'common'])
  const messages = useChats(messagesOf)
  const title = useChats(({ chats, chatId }) => chats.find(({ id }) => id === chatId)?.title)
  // A thousand messages are laid out only when they are wanted.
  if (!usePrinting() || title === undefined) return null
  return createPortal(
    <article dir="auto" className="hidden p-8 text-md print:block">
      <h1 className="mb-6 text-2xl font-semibold">{title}</h1>
      {messages.map((message) => (
        <Fragment key={message.id}>
          {message.role === 'user' ? (
            <h2 dir="auto" className="mt-6 mb-2 text-lg font-semibold">
              {message.content}
            </h2>
          ) : (
            <section dir="auto">
              {message.model === 'extractive' && <p className="text-sm text-muted">{t('quotedTitle')}</p>}
              <Markdown
                text={message.content}
                messageId={`printed-${message.id}`}
                citations={message.citations}
                writing={false}
              />
              <Notes message={message} />
            </section>
          )}
        </Fragment>
      ))}
    </article>,
    document.body,
  )
}

function Notes({ message: { citations } }: { readonly message: Message }) {
  const { t } = useTranslation(['chat', 'common'])
  // The same words may be cited by several sentences.
  const notes = [
    ...new Map(citations.map((citation) => [`${citation.n} ${citation.quote}`, citation])).values(),
  ]
  return (
    <ol className="mt-3 border-t border-line pt-2 text-sm text-soft">
      {notes.map(({ n, documentName, page, quote }) => (
        <li key={`${n} ${quote}`} dir="auto">
          [{formatNumber(n)}] <bdi>{documentName}</bdi>, {t('page', { page: formatNumber(page) })}: “{quote}”
        </li>
      ))}
    </ol>
  )
}
