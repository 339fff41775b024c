/** Says why something that was asked for did not happen. */
import { CircleAlert, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../kit/index.ts'
import { sentenceOf, useProblem } from '../state/errors.ts'

export function ProblemBar() {
  const { t } = useTranslation()
  const { problem, dismiss } = useProblem()
  if (!problem) return null
  return (
    <div
      role="alert"
      className="fixed start-1/2 top-12 z-50 flex w-max max-w-[min(640px,90vw)] -translate-x-1/2 items-start gap-2.5 rounded-card bg-raised py-2 ps-3 pe-2 shadow-dialog rtl:translate-x-1/2"
    >
      <CircleAlert size={16} className="mt-1 text-danger-fg" />
      <p className="min-w-0 py-0.5 wrap-anywhere">{sentenceOf(problem)}</p>
      <IconButton small label={t('close')} icon={<X size={14} />} onClick={dismiss} />
    </div>
  )
}
