/** The composer: the question, what it looks at and who answers it. */
import { ArrowUp, Square, WifiOff } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { classes, IconButton, Keys } from '../kit/index.ts'
import { hostOf } from '../settings/address.ts'
import { attempt } from '../state/errors.ts'
import { host } from '../state/host.ts'
import { useSession } from '../state/session.ts'
import { useSynced } from '../sync/server.ts'
import { ModelPicker, useAnswering } from './model-picker.tsx'
import { EDIT_LAST } from './question.tsx'
import { ScopeSelector } from './scope-selector.tsx'
import { messagesOf, threadOf, useChats } from './store.ts'

/** The design's eight lines of 22 px. */
const TALLEST = 8 * 22

export function Composer() {
  const { t } = useTranslation(['chat', 'common'])
  const thread = useChats(threadOf)
  const draft = useChats((state) => state.drafts.get(threadOf(state)) ?? '')
  const busy = useChats((state) => state.running.has(threadOf(state)))
  const isFirst = useChats((state) => messagesOf(state).length === 0)
  const connected = useSession(({ connection }) => connection === 'connected')
  const { setDraft, ask, stop } = useChats.getState()
  const field = useRef<HTMLTextAreaElement>(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: another thread starts with the question in focus
  useEffect(() => field.current?.focus(), [thread])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text decides the height
  useEffect(() => {
    const element = field.current
    if (!element) return
    element.style.height = 'auto'
    element.style.height = `${Math.min(TALLEST, element.scrollHeight)}px`
  }, [draft])

  function send() {
    const question = draft.trim()
    if (question !== '' && !busy) attempt(ask(question))
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault()
      send()
    } else if (event.key === 'Escape' && busy) {
      event.preventDefault()
      stop()
    } else if (event.key === 'ArrowUp' && draft === '') {
      event.preventDefault()
      document.getElementById(EDIT_LAST)?.click()
    }
  }

  return (
    <div className="shrink-0 px-6 pb-3">
      <div className="mx-auto max-w-[720px]">
        <div className="rounded-card border border-line-strong bg-raised focus-within:outline-2 focus-within:outline-focus">
          <textarea
            ref={field}
            id="question"
            dir="auto"
            rows={1}
            maxLength={8_000}
            aria-label={t('question')}
            placeholder={t(isFirst ? 'askFirst' : 'askFollowUp')}
            value={draft}
            onChange={(event) => setDraft(event.target.value)}
            onKeyDown={onKeyDown}
            className="block w-full resize-none bg-transparent px-3.5 pt-3 pb-1 text-md outline-none"
          />
          <div className="flex items-center gap-1 px-2 pb-2">
            <ScopeSelector />
            <ModelPicker />
            <span className="flex-1" />
            {busy && (
              <span className="hidden items-center gap-1.5 text-xs text-muted sm:flex">
                <Keys keys="Esc" /> {t('stops')}
              </span>
            )}
            <IconButton
              label={t(busy ? 'stop' : 'send')}
              keys={busy ? 'Esc' : 'Enter'}
              icon={busy ? <Square size={12} fill="currentColor" /> : <ArrowUp size={16} />}
              disabled={!busy && (draft.trim() === '' || !connected)}
              onClick={busy ? stop : send}
              className={classes(
                busy || draft.trim() === ''
                  ? 'bg-active'
                  : 'bg-accent text-on-accent hover:bg-accent-hover hover:text-on-accent',
              )}
            />
          </div>
        </div>
        <PrivacyLine />
      </div>
    </div>
  )
}

/** Which computer answers. */
function PrivacyLine() {
  const { t } = useTranslation(['chat', 'common'])
  const answering = useAnswering()
  const synced = useSynced()
  const text =
    answering === undefined || answering.source === 'extractive'
      ? t(synced ? 'privacyQuotesSynced' : host.device ? 'privacyQuotes' : 'privacyQuotesHosted')
      : answering.local
        ? t(synced ? 'privacyLocalSynced' : host.device ? 'privacyLocal' : 'privacyLocalHosted')
        : t('privacyRemote', { host: answering.host ?? '' })
  return (
    <p className="mt-1.5 flex items-center gap-1.5 text-xs text-muted [@media(max-height:700px)]:hidden">
      <WifiOff size={14} className={answering?.local === false ? 'hidden' : ''} />
      <bdi className="cut">
        {text}
        {synced && ` ${t('privacySynced', { server: hostOf(synced.server.url) })}`}
      </bdi>
    </p>
  )
}
