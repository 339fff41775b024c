/** A file that could not be added: why, and what its user can do about it. */
import { CircleAlert, Lock, RotateCcw, X } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Document, ErrorInfo } from '../../../contract/index.ts'
import { Button, Field, IconButton } from '../../kit/index.ts'
import { attempt, sentenceOf } from '../../state/errors.ts'
import { retry } from '../actions.ts'
import { type ImportRow, useImports } from '../imports.ts'
import { Line } from './columns.tsx'

export function Failed({
  row,
  error,
  document,
}: {
  readonly row: ImportRow
  readonly error: ErrorInfo
  readonly document?: Document
}) {
  const { t } = useTranslation('library')
  const dismiss = useImports((state) => state.dismiss)
  const locked = error.code === 'document_encrypted' || error.code === 'document_wrong_password'
  if (locked && document) {
    return (
      <Line icon={<Lock size={16} />} row={row} note={t('passwordNeeded')} tone="text-danger-fg">
        <Unlock document={document} wrong={error.code === 'document_wrong_password'} />
      </Line>
    )
  }
  return (
    <Line icon={<CircleAlert size={16} />} row={row} note={t('failed')} tone="text-danger-fg">
      <p className="min-w-40 flex-1 text-soft">{sentenceOf(error)}</p>
      {document && (
        <Button icon={<RotateCcw size={14} />} onClick={() => attempt(retry(document.id))}>
          {t('retry')}
        </Button>
      )}
      <IconButton
        small
        label={t('dismiss', { name: row.name })}
        icon={<X size={14} />}
        onClick={() => dismiss(row.key)}
      />
    </Line>
  )
}

function Unlock({ document, wrong }: { readonly document: Document; readonly wrong: boolean }) {
  const { t } = useTranslation('library')
  const [password, setPassword] = useState('')
  const unlock = (event: FormEvent) => {
    event.preventDefault()
    if (password !== '') attempt(retry(document.id, password))
    setPassword('')
  }
  return (
    <form onSubmit={unlock} className="flex flex-1 flex-wrap items-start gap-2">
      <Field
        type="password"
        dir="ltr"
        label={t('passwordOf', { name: document.name })}
        placeholder={t('password')}
        autoComplete="off"
        value={password}
        error={wrong ? t('wrongPassword') : undefined}
        className="min-w-40 flex-1"
        onChange={(event) => setPassword(event.target.value)}
      />
      <Button kind="primary" type="submit" disabled={password === ''}>
        {t('unlock')}
      </Button>
      <span className="self-center text-xs text-muted">{t('keptInMemory')}</span>
    </form>
  )
}
