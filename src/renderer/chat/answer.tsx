/** One answer: what it was given to read, the text with its citations, and what can be done with it. */
import './chat.css'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../contract/index.ts'
import { formatNumber } from '../i18n/format.ts'
import { classes } from '../kit/index.ts'
import { AnswerActions } from './answer-actions.tsx'
import { AnswerError } from './answer-error.tsx'
import { messageElementId } from './found-marks.ts'
import { LiveSentences } from './live-sentences.tsx'
import { Markdown } from './markdown.tsx'
import { QuotedAnswer } from './quoted-answer.tsx'
import { SourcesRow } from './sources-row.tsx'
import { threadOf, useChats } from './store.ts'

export function Answer({ message, isLast }: { readonly message: Message; readonly isLast: boolean }) {
  const writing = message.status === 'streaming'
  const quoted = message.model === 'extractive'
  return (
    <article id={messageElementId(message.id)} className="text-md">
      <SourcesRow sources={message.sources} />
      {quoted ? (
        <QuotedAnswer message={message} />
      ) : (
        <div dir="auto" className={classes('wrap-anywhere', writing && 'docuchat-writing')}>
          <Markdown
            text={message.content}
            messageId={message.id}
            citations={message.citations}
            writing={writing}
          />
        </div>
      )}
      {writing && <LiveSentences text={message.content} />}
      {message.error && <AnswerError message={message} error={message.error} isLast={isLast} />}
      <div className="mt-1 flex min-h-7 items-center text-sm text-muted">
        {writing ? (
          <Writing hasText={message.content !== ''} />
        ) : (
          <AnswerActions message={message} isLast={isLast} />
        )}
      </div>
    </article>
  )
}

function Writing({ hasText }: { readonly hasText: boolean }) {
  const { t } = useTranslation(['chat', 'common'])
  const passages = useChats((state) => state.passages.get(threadOf(state)))
  if (hasText) return <>{t('writing')}</>
  if (passages === undefined) return <>{t('searching')}</>
  return <>{t('reading', { count: passages, formatted: formatNumber(passages) })}</>
}
