/** A chat without a question yet: what could be asked of the documents in scope. */
import { Sparkles } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLibrary } from '../library/store.ts'
import { attempt } from '../state/errors.ts'
import { client } from '../state/host.ts'
import { useSettings } from '../state/settings.ts'
import { isOwn, useChats } from './store.ts'

export function EmptyChat() {
  const { t } = useTranslation(['chat', 'common'])
  const suggestions = useSuggestions()
  const ask = useChats((state) => state.ask)
  const own = useChats(isOwn)
  return (
    <div className="flex min-h-0 flex-1 flex-col items-center justify-center overflow-y-auto px-6 py-4">
      <div className="w-full max-w-[560px]">
        <h2 className="text-center text-2xl font-semibold">{t('emptyTitle')}</h2>
        <p className="mt-1 text-center text-soft">{t('emptyBody')}</p>
        <ul className="mt-6 flex flex-col gap-2" aria-label={t('suggestions')}>
          {(own ? suggestions : []).map((question) => (
            <li key={question}>
              <button
                type="button"
                onClick={() => attempt(ask(question))}
                className="flex w-full items-start gap-2.5 rounded-card border border-line bg-raised px-3 py-2 hover:border-line-strong hover:bg-hover"
              >
                <Sparkles size={16} className="mt-0.5 text-accent-fg" />
                <bdi dir="auto" className="min-w-0 flex-1">
                  {question}
                </bdi>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}

/** Asked again when a document becomes ready, since it may be the first that can answer. */
function useSuggestions(): readonly string[] {
  const scope = useChats((state) => state.scope)
  const language = useSettings(({ settings }) => settings.language)
  const ready = useLibrary(
    ({ documents }) => [...documents.values()].filter(({ status }) => status === 'ready').length,
  )
  const [suggestions, setSuggestions] = useState<readonly string[]>([])
  // biome-ignore lint/correctness/useExhaustiveDependencies: language and ready change what the backend suggests
  useEffect(() => {
    let current = true
    client.chats.suggestions({ scope }).then(
      (found) => current && setSuggestions(found),
      // A chat can begin without them.
      () => {},
    )
    return () => {
      current = false
    }
  }, [scope, language, ready])
  return suggestions
}
