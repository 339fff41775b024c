/** In the pages' place while a document's file is only on the server and could not be brought by itself. */
import { Cloud, CloudDownload } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Failure } from '../kit/index.ts'
import { errorOf, sentenceOf } from '../state/errors.ts'
import { useSync } from '../sync/store.ts'

export function RemoteFile({
  documentId,
  onFetched,
}: {
  readonly documentId: string
  readonly onFetched: () => void
}) {
  const { t } = useTranslation('sync')
  const isFetching = useSync(({ fetching }) => fetching.has(documentId))
  const [error, setError] = useState<string>()
  const fetchFile = () => {
    setError(undefined)
    useSync
      .getState()
      .fetchFile(documentId)
      .then(onFetched, (failure: unknown) => {
        const info = errorOf(failure)
        setError(info.code === 'file_missing' ? t('fileNotThere') : sentenceOf(info))
      })
  }
  return (
    <div className="grid h-full place-items-center p-6">
      <div className="flex max-w-80 flex-col items-center gap-3 text-center">
        <Cloud size={20} className="text-muted" />
        <div>
          <p className="font-semibold">{t('fileRemote')}</p>
          <p className="text-soft">{t('fileRemoteBody')}</p>
        </div>
        <Button kind="primary" icon={<CloudDownload size={16} />} loading={isFetching} onClick={fetchFile}>
          {t('getFile')}
        </Button>
        {error !== undefined && <Failure>{error}</Failure>}
      </div>
    </div>
  )
}
