/** The second step: the six digits that were sent; the sixth sends them. */
import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CODE_COOLDOWN_SECONDS } from '../../contract/index.ts'
import { formatClock, formatNumber } from '../i18n/format.ts'
import { Button, classes, Failure } from '../kit/index.ts'
import { sentenceOf } from '../state/errors.ts'
import { CodeField } from './code-field.tsx'
import { CODE_LENGTH } from './digits.ts'
import { useAttempt } from './use-attempt.ts'
import { useSecondsUntil } from './use-seconds-until.ts'

const LINK = 'rounded-chip text-accent-fg underline hover:no-underline'

export function CodeStep({
  email,
  expires,
  signIn: work,
  sendAgain,
  onBack,
  isTitled = true,
}: {
  /** Where the code was sent. */
  readonly email: string
  /** Milliseconds since the epoch. */
  readonly expires: number
  readonly signIn: (code: string) => Promise<void>
  readonly sendAgain: () => Promise<void>
  readonly onBack: () => void
  /** False where what is around it says what it is. */
  readonly isTitled?: boolean
}) {
  const { t } = useTranslation('signIn')
  const [code, setCode] = useState('')
  const [isSentAgain, setSentAgain] = useState(false)
  const [mayResend, setMayResend] = useState(() => Date.now() + CODE_COOLDOWN_SECONDS * 1_000)
  const signing = useAttempt()
  const sending = useAttempt()
  const left = useSecondsUntil(expires)
  const cooldown = Math.max(useSecondsUntil(mayResend), sending.seconds)
  const field = useRef<HTMLInputElement>(null)
  const hintId = useId()
  useEffect(() => field.current?.focus(), [])
  const error = signing.error ?? sending.error
  const isWrong = signing.error?.code === 'code_wrong'

  function signIn(digits: string) {
    setSentAgain(false)
    signing.run(
      () => work(digits),
      (refused) => {
        if (refused.code === 'code_wrong') setCode('')
        field.current?.focus()
      },
    )
  }

  function change(digits: string) {
    setCode(digits)
    signing.clear()
    if (digits.length === CODE_LENGTH && digits !== code && signing.seconds === 0) signIn(digits)
  }

  function resend() {
    signing.clear()
    setCode('')
    sending.run(async () => {
      await sendAgain()
      setMayResend(Date.now() + CODE_COOLDOWN_SECONDS * 1_000)
      setSentAgain(true)
      field.current?.focus()
    })
  }

  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        if (code.length === CODE_LENGTH) signIn(code)
      }}
      className={classes('flex flex-col gap-4', isTitled && 'mt-5')}
    >
      <div>
        {isTitled && <h1 className="text-2xl font-semibold">{t('codeTitle')}</h1>}
        <p id={hintId} className="text-soft wrap-anywhere">
          {t('sentTo')} <bdi className="inline-block max-w-full font-medium text-fg">{email}</bdi>{' '}
          <button type="button" onClick={onBack} className={LINK}>
            {t('change')}
          </button>
        </p>
      </div>
      <div className="flex flex-col gap-2">
        <CodeField
          ref={field}
          label={t('code')}
          describedBy={hintId}
          value={code}
          isWrong={isWrong}
          disabled={signing.isBusy}
          onChange={change}
        />
        <p className="flex flex-wrap justify-between gap-x-4 text-xs text-muted">
          <span className="tabular">
            {left > 0 ? t('validFor', { time: formatClock(left) }) : t('expired')}
          </span>
          {cooldown > 0 ? (
            <span className="tabular">{t('sendAgainIn', { seconds: formatNumber(cooldown) })}</span>
          ) : (
            <button type="button" onClick={resend} disabled={sending.isBusy} className={LINK}>
              {t('sendAgain')}
            </button>
          )}
        </p>
      </div>
      {error && <Failure>{sentenceOf(error)}</Failure>}
      <span role="status" className="sr-only">
        {isSentAgain ? t('sentAgain') : ''}
      </span>
      <Button
        type="submit"
        kind="primary"
        size="large"
        loading={signing.isBusy}
        disabled={code.length < CODE_LENGTH || signing.seconds > 0}
      >
        {t('signIn')}
      </Button>
    </form>
  )
}
