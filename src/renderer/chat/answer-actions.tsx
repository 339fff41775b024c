/** What can be done with an answer that has ended, and what it took. */
import { Copy, RotateCcw, ThumbsDown, ThumbsUp } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Message, Rating } from '../../contract/index.ts'
import { formatDuration, formatNumber } from '../i18n/format.ts'
import { Button, IconButton, Name } from '../kit/index.ts'
import { attempt } from '../state/errors.ts'
import { isOwn, useChats } from './store.ts'

export function AnswerActions({ message, isLast }: { readonly message: Message; readonly isLast: boolean }) {
  const { t } = useTranslation(['chat', 'common'])
  const { regenerate, rate } = useChats.getState()
  const own = useChats(isOwn)
  const [copied, setCopied] = useState(false)
  const toggle = (rating: Rating) => rate(message, message.rating === rating ? null : rating)
  const words = message.content.split(/\s+/).filter(Boolean).length
  return (
    <div className="-ms-2 flex w-full flex-wrap items-center gap-x-1">
      {message.status === 'stopped' && (
        <span className="ms-2 me-1">{t('stopped', { count: words, formatted: formatNumber(words) })}</span>
      )}
      {message.content !== '' && (
        <Button
          kind="quiet"
          size="small"
          icon={<Copy size={14} />}
          onClick={() => attempt(copyAnswer(message).then(() => setCopied(true)))}
        >
          {t(copied ? 'common:copied' : 'common:copy')}
        </Button>
      )}
      {own && isLast && message.error === null && (
        <Button
          kind="quiet"
          size="small"
          icon={<RotateCcw size={14} />}
          onClick={() => attempt(regenerate())}
        >
          {t('common:tryAgain')}
        </Button>
      )}
      {own && message.status === 'done' && (
        <>
          <IconButton
            small
            label={t('rateUp')}
            icon={<ThumbsUp size={14} />}
            pressed={message.rating === 'up'}
            onClick={() => toggle('up')}
          />
          <IconButton
            small
            label={t('rateDown')}
            icon={<ThumbsDown size={14} />}
            pressed={message.rating === 'down'}
            onClick={() => toggle('down')}
          />
        </>
      )}
      <span className="flex-1" />
      <Cost message={message} />
    </div>
  )
}

function Cost({ message: { model, usage, durationMs } }: { readonly message: Message }) {
  const { t } = useTranslation(['chat', 'common'])
  const tokens = usage && usage.promptTokens + usage.completionTokens
  return (
    <span className="flex min-w-0 items-center gap-1.5 px-2 text-xs">
      {model === 'extractive' ? t('noModel') : model !== null && <Name>{model}</Name>}
      {tokens !== null && <span>· {t('tokens', { count: tokens, formatted: formatNumber(tokens) })}</span>}
      {durationMs !== null && <span>· {formatDuration(durationMs)}</span>}
    </span>
  )
}

/** The text with its sources below, as it would be pasted into a report. */
async function copyAnswer({ content, citations }: Message): Promise<void> {
  const sources = [...new Map(citations.map((citation) => [citation.n, citation])).values()]
    .sort((a, b) => a.n - b.n)
    .map(({ n, documentName, page }) => `[${n}] ${documentName}, p. ${page}`)
  await navigator.clipboard.writeText([content, ...(sources.length > 0 ? ['', ...sources] : [])].join('\n'))
}
