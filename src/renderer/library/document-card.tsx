/** What a document says it is, with its first page, shown while its row is pointed at. */
import { HoverCard } from 'radix-ui'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Document } from '../../contract/index.ts'
import { formatBytes, formatDate, formatNumber } from '../i18n/format.ts'
import { Name } from '../kit/index.ts'
import { sentenceOf } from '../state/errors.ts'
import { useSync } from '../sync/store.ts'
import { firstPage } from './thumbnails.ts'

export function DocumentCard({
  document,
  children,
}: {
  readonly document: Document
  readonly children: ReactNode
}) {
  // Its picture would bring the whole file here.
  const isRemote = useSync(({ remoteFiles }) => remoteFiles.has(document.id))
  return (
    <HoverCard.Root openDelay={600} closeDelay={80}>
      <HoverCard.Trigger asChild>{children}</HoverCard.Trigger>
      <HoverCard.Portal>
        <HoverCard.Content
          side="right"
          align="start"
          sideOffset={12}
          collisionPadding={12}
          className="z-50 flex w-80 gap-3 rounded-card bg-raised p-3 shadow-pop"
        >
          {document.status !== 'failed' && !isRemote && <Thumbnail id={document.id} />}
          <Facts document={document} />
        </HoverCard.Content>
      </HoverCard.Portal>
    </HoverCard.Root>
  )
}

function Thumbnail({ id }: { readonly id: string }) {
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    let current = true
    firstPage(id).then(
      (found) => current && setUrl(found),
      // The facts beside it say enough.
      () => {},
    )
    return () => {
      current = false
    }
  }, [id])
  return (
    <div className="h-28 w-22 shrink-0 overflow-hidden rounded-chip bg-well shadow-page">
      {url && <img src={url} alt="" className="size-full object-cover object-top" />}
    </div>
  )
}

function Facts({
  document: { id, name, identity, bytes, pageCount, createdAt, error, status, tags },
}: {
  readonly document: Document
}) {
  const { t } = useTranslation(['library', 'sync'])
  const isRemote = useSync(({ remoteFiles }) => remoteFiles.has(id))
  const { company, form, fiscalYear, fiscalQuarter } = identity
  const period = [
    fiscalQuarter !== null && t('quarter', { quarter: formatNumber(fiscalQuarter) }),
    fiscalYear !== null && t('fiscalYear', { year: String(fiscalYear) }),
  ]
    .filter(Boolean)
    .join(' ')
  return (
    <div className="min-w-0 flex-1 text-xs text-muted">
      <p className="text-sm font-semibold text-fg wrap-anywhere">
        <bdi>{name}</bdi>
      </p>
      {company && <Name className="block">{company}</Name>}
      {(form || period) && <p>{[form, period].filter(Boolean).join(', ')}</p>}
      <p>
        {pageCount !== null &&
          `${t('pageCount', { count: pageCount, formatted: formatNumber(pageCount) })}, `}
        {formatBytes(bytes)}
      </p>
      <p>{t('addedOn', { date: formatDate(createdAt) })}</p>
      {tags.length > 0 && (
        <ul aria-label={t('tags')} className="mt-1 flex flex-wrap gap-1">
          {tags.map((tag) => (
            <li key={tag} className="flex max-w-full rounded-chip bg-active px-1.5 text-2xs text-soft">
              <Name>{tag}</Name>
            </li>
          ))}
        </ul>
      )}
      {isRemote && <p className="mt-1">{t('sync:onlyOnServerTitle')}</p>}
      {status === 'waiting' && <p className="mt-1">{t('sync:textComing')}</p>}
      {error && <p className="mt-1 text-danger-fg">{sentenceOf(error)}</p>}
    </div>
  )
}
