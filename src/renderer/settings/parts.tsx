/** What the pages of the settings are made of: a page, sections, cards, rows, and a choice of a few. */
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { ErrorInfo } from '../../contract/index.ts'
import { Button, classes, Notice } from '../kit/index.ts'
import { sentenceOf } from '../state/errors.ts'

export const Page = ({
  title,
  intro,
  actions,
  children,
}: {
  readonly title: string
  readonly intro?: string
  readonly actions?: ReactNode
  readonly children: ReactNode
}) => (
  <div className="mx-auto flex max-w-250 flex-col gap-6 px-8 py-5">
    <header className="flex flex-wrap items-start gap-3">
      <div className="min-w-0 flex-1">
        <h1 className="text-lg font-semibold">{title}</h1>
        {intro !== undefined && <p className="text-soft">{intro}</p>}
      </div>
      {actions}
    </header>
    {children}
  </div>
)

export function Section({
  title,
  hint,
  children,
}: {
  readonly title: string
  readonly hint?: string
  readonly children: ReactNode
}) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="flex flex-col gap-2">
      <div>
        <h2 id={id} className="text-md font-semibold">
          {title}
        </h2>
        {hint !== undefined && <p className="text-soft">{hint}</p>}
      </div>
      {children}
    </section>
  )
}

export const Card = ({ children }: { readonly children: ReactNode }) => (
  <div className="divide-y divide-line overflow-hidden rounded-card border border-line">{children}</div>
)

/** A name with what it says below it, and a control at the end. */
export const Row = ({
  icon,
  title,
  hint,
  children,
}: {
  readonly icon?: ReactNode
  readonly title: ReactNode
  readonly hint?: ReactNode
  readonly children?: ReactNode
}) => (
  <div className="flex min-h-14 flex-wrap items-center gap-3 px-4 py-2">
    {icon}
    <div className="min-w-40 flex-1">
      <div className="font-medium">{title}</div>
      {hint !== undefined && <div className="text-xs text-muted wrap-anywhere">{hint}</div>}
    </div>
    {children}
  </div>
)

/** A label before its control, as forms have it. */
export const FormRow = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <div className="grid grid-cols-[minmax(0,150px)_minmax(0,1fr)] items-start gap-x-3 max-[760px]:grid-cols-1">
    <span aria-hidden="true" className="pt-1">
      {label}
    </span>
    {children}
  </div>
)

/** One of a few, all of them in sight. */
export function Segments<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string
  readonly value: T
  readonly options: readonly { readonly value: T; readonly label: string }[]
  readonly onChange: (value: T) => void
}) {
  const name = useId()
  return (
    <fieldset className="flex shrink-0 overflow-hidden rounded-control border border-line-strong">
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className={classes(
            'flex h-(--control-h) items-center px-3 outline-focus has-focus-visible:outline-2 has-focus-visible:-outline-offset-2',
            option.value === value ? 'bg-selected font-medium' : 'hover:bg-hover',
          )}
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            className="sr-only"
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  )
}

const TONES = {
  success: 'bg-success-bg text-success-fg',
  danger: 'bg-danger-bg text-danger-fg',
  warn: 'bg-warn-bg text-warn-fg',
  neutral: 'bg-active text-soft',
} as const
export type Tone = keyof typeof TONES

export const Badge = ({
  tone,
  icon,
  children,
}: {
  readonly tone: Tone
  readonly icon?: ReactNode
  readonly children: ReactNode
}) => (
  <span
    className={classes(
      'inline-flex h-5 shrink-0 items-center gap-1 rounded-chip px-2 text-xs font-medium',
      TONES[tone],
    )}
  >
    {icon}
    {children}
  </span>
)

export function LoadError({ error, onRetry }: { readonly error: ErrorInfo; readonly onRetry: () => void }) {
  const { t } = useTranslation(['settings', 'common'])
  return (
    <Notice
      tone="danger"
      title={t('failed')}
      actions={<Button onClick={onRetry}>{t('common:tryAgain')}</Button>}
    >
      {sentenceOf(error)}
    </Notice>
  )
}
