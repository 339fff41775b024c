/** The questions and answers of a chat. Follows what is being written until its reader scrolls up. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown } from 'lucide-react'
import { memo, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../contract/index.ts'
import { Button } from '../kit/index.ts'
import { Answer } from './answer.tsx'
import { Question } from './question.tsx'
import { messagesOf, threadOf, useChats } from './store.ts'

/** A word that comes draws the answer it belongs to, and no other. */
const MemoQuestion = memo(Question)
const MemoAnswer = memo(Answer)

interface Turn {
  readonly question: Message | undefined
  readonly answers: readonly Message[]
}

/** Closer to the end than this counts as being there, in CSS pixels. */
const NEAR_END = 48
const ESTIMATED_TURN = 320

export function Thread() {
  const { t } = useTranslation(['chat', 'common'])
  const thread = useChats(threadOf)
  const messages = useChats(messagesOf)
  const target = useChats((state) => state.target)
  const busy = useChats((state) => state.running.has(threadOf(state)))
  const turns = useMemo(() => turnsOf(messages), [messages])
  const scroller = useRef<HTMLDivElement>(null)
  const seen = useRef({ scrollTop: 0, scrollHeight: 0 })
  const [following, setFollowing] = useState(true)
  const virtual = useVirtualizer({
    count: turns.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ESTIMATED_TURN,
    overscan: 1,
    getItemKey: (index) => turns[index]?.question?.id ?? index,
  })

  // biome-ignore lint/correctness/useExhaustiveDependencies: another thread is read from its end
  useLayoutEffect(() => {
    seen.current = { scrollTop: 0, scrollHeight: 0 }
    setFollowing(true)
  }, [thread])
  // Who has just asked wants to see the answer.
  useLayoutEffect(() => {
    if (busy) setFollowing(true)
  }, [busy])
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever is written makes the thread longer
  useLayoutEffect(() => {
    if (following && target === null) scrollToEnd()
  }, [messages, following, thread, virtual.getTotalSize()])
  useEffect(() => {
    const index = turns.findIndex(
      ({ question, answers }) => question?.id === target || answers.some(({ id }) => id === target),
    )
    if (target !== null && index >= 0) {
      setFollowing(false)
      virtual.scrollToIndex(index, { align: 'start' })
    }
  }, [target, turns, virtual])

  function scrollToEnd() {
    const element = scroller.current
    if (element) element.scrollTop = element.scrollHeight
  }

  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        tabIndex={0}
        role="log"
        aria-label={t('thread')}
        aria-live="off"
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
          const before = seen.current
          seen.current = { scrollTop, scrollHeight }
          // A thread that became shorter moves up by itself; anything else upwards was its reader.
          if (scrollTop < before.scrollTop && scrollHeight >= before.scrollHeight) setFollowing(false)
          else if (scrollTop > before.scrollTop && scrollHeight - scrollTop - clientHeight < NEAR_END)
            setFollowing(true)
        }}
        className="h-full overflow-y-auto overscroll-contain outline-offset-[-2px]"
      >
        <div className="relative mx-auto max-w-[768px]" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, key, start }) => {
            const turn = turns[index]
            if (!turn) return null
            return (
              <section
                key={key}
                ref={virtual.measureElement}
                data-index={index}
                className="absolute inset-x-0 px-6 pb-5"
                style={{ top: start }}
              >
                {index > 0 && <hr className="mb-5 border-line" />}
                {turn.question && (
                  <MemoQuestion message={turn.question} isLast={index === turns.length - 1} />
                )}
                {turn.answers.map((answer) => (
                  <MemoAnswer key={answer.id} message={answer} isLast={index === turns.length - 1} />
                ))}
              </section>
            )
          })}
        </div>
      </div>
      {!following && (
        <Button
          size="small"
          icon={<ArrowDown size={14} />}
          className="absolute bottom-3 left-1/2 -translate-x-1/2 shadow-pop"
          onClick={() => {
            setFollowing(true)
            useChats.setState({ target: null })
            scrollToEnd()
          }}
        >
          {t('newest')}
        </Button>
      )}
    </div>
  )
}

function turnsOf(messages: readonly Message[]): Turn[] {
  const turns: { question: Message | undefined; answers: Message[] }[] = []
  for (const message of messages) {
    const last = turns.at(-1)
    if (message.role === 'user' || !last) {
      turns.push({
        question: message.role === 'user' ? message : undefined,
        answers: message.role === 'user' ? [] : [message],
      })
    } else last.answers.push(message)
  }
  return turns
}
