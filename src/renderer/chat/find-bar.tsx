/** Finds words in the open chat, message by message. */
import { ChevronDown, ChevronUp, Search, X } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { create } from 'zustand'
import { formatNumber } from '../i18n/format.ts'
import { Field, IconButton } from '../kit/index.ts'
import { findHits } from './find-hits.ts'
import { markFound, showFound } from './found-marks.ts'
import { messagesOf, useChats } from './store.ts'

export const useFinding = create<{ readonly finding: boolean }>()(() => ({ finding: false }))

export function FindBar() {
  const { t } = useTranslation('chat')
  const messages = useChats(messagesOf)
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const hits = useMemo(() => findHits(messages, query), [messages, query])
  const current = Math.min(at, Math.max(0, hits.length - 1))

  useEffect(() => {
    const thread = document.querySelector('main [role="log"]')
    return thread && query.trim() !== '' ? markFound(thread, query) : undefined
  }, [query])

  function go(to: number, found: readonly string[], wanted: string) {
    const id = found[to]
    setAt(to)
    if (id === undefined) return
    useChats.setState({ target: id })
    showFound(id, wanted)
  }
  const step = (by: 1 | -1) => hits.length > 0 && go((current + by + hits.length) % hits.length, hits, query)
  const close = () => {
    useFinding.setState({ finding: false })
    document.getElementById('question')?.focus()
  }
  return (
    <search className="flex shrink-0 items-center gap-1 border-b border-line px-3 py-1">
      <Field
        autoFocus
        label={t('find')}
        placeholder={t('find')}
        icon={<Search size={14} />}
        value={query}
        className="min-w-0 flex-1"
        onChange={({ target: { value } }) => {
          setQuery(value)
          go(0, findHits(messages, value), value)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') step(event.shiftKey ? -1 : 1)
          else if (event.key === 'Escape') close()
          else return
          event.preventDefault()
          event.stopPropagation()
        }}
      />
      <span role="status" className="tabular min-w-16 text-center text-xs text-muted">
        {query.trim() !== '' &&
          (hits.length === 0
            ? t('noMatch')
            : t('matchOf', { current: formatNumber(current + 1), formatted: formatNumber(hits.length) }))}
      </span>
      <IconButton
        label={t('previousMatch')}
        keys="Shift Enter"
        icon={<ChevronUp size={16} />}
        onClick={() => step(-1)}
      />
      <IconButton
        label={t('nextMatch')}
        keys="Enter"
        icon={<ChevronDown size={16} />}
        onClick={() => step(1)}
      />
      <IconButton label={t('closeFind')} keys="Esc" icon={<X size={16} />} onClick={close} />
    </search>
  )
}
