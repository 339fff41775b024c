/** The button: outline by default, one `primary` per view, `quiet` as accent text, `danger` in its own dialog only. */
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import { classes } from './classes.ts'
import { Spinner } from './spinner.tsx'

const KINDS = {
  outline: 'border-line-strong bg-raised hover:bg-hover active:bg-active',
  primary: 'border-accent bg-accent text-on-accent hover:bg-accent-hover active:bg-accent-active',
  quiet: 'border-transparent text-accent-fg hover:bg-hover active:bg-active',
  danger: 'border-danger bg-danger text-danger-on',
} as const

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly kind?: keyof typeof KINDS
  readonly size?: 'small' | 'normal' | 'large'
  readonly icon?: ReactNode
  /** Keeps the label and puts a spinner in the icon's place. */
  readonly loading?: boolean
  readonly ref?: Ref<HTMLButtonElement>
}

export function Button({
  kind = 'outline',
  size = 'normal',
  icon,
  loading = false,
  className,
  children,
  disabled,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      disabled={disabled === true || loading}
      aria-busy={loading || undefined}
      className={classes(
        'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-control border font-medium whitespace-nowrap transition-colors duration-[var(--dur-instant)]',
        'disabled:border-line disabled:bg-transparent disabled:text-disabled',
        size === 'small' && 'h-6 px-2 text-xs',
        size === 'normal' && 'h-(--control-h) px-2.5',
        size === 'large' && 'h-(--control-h-lg) px-3.5',
        KINDS[kind],
        className,
      )}
      {...rest}
    >
      {loading ? <Spinner /> : icon}
      {children}
    </button>
  )
}
