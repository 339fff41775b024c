/** Why there is no answer, what is kept, and the ways on. */
import { RotateCcw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ErrorInfo, Message } from '../../contract/index.ts'
import { Button, Notice } from '../kit/index.ts'
import { useApp } from '../state/app.ts'
import { attempt, sentenceOf } from '../state/errors.ts'
import { isOwn, useChats } from './store.ts'

export function AnswerError({
  message,
  error,
  isLast,
}: {
  readonly message: Message
  readonly error: ErrorInfo
  readonly isLast: boolean
}) {
  const { t } = useTranslation(['chat', 'common'])
  const regenerate = useChats((state) => state.regenerate)
  const show = useApp((app) => app.show)
  const own = useChats(isOwn)
  const ofModel = error.code.startsWith('model_')
  return (
    <div className="my-2">
      <Notice
        tone="warn"
        title={t(ofModel ? 'modelFailed' : 'answerFailed')}
        kept={t(message.content === '' ? 'questionKept' : 'textKept')}
        actions={
          own &&
          isLast && (
            <>
              {ofModel && (
                <Button kind="primary" onClick={() => attempt(regenerate('extractive'))}>
                  {t('answerWithQuotes')}
                </Button>
              )}
              <Button icon={<RotateCcw size={14} />} onClick={() => attempt(regenerate())}>
                {t('common:tryAgain')}
              </Button>
              {ofModel && (
                <Button kind="quiet" onClick={() => show({ name: 'settings', page: 'models' })}>
                  {t('chooseModel')}
                </Button>
              )}
            </>
          )
        }
      >
        <span>{sentenceOf(error)}</span>
      </Notice>
    </div>
  )
}
