/** The empty workspace: drop PDFs, choose them, or open the sample. */
import { Folder, Plus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useChats } from '../chat/store.ts'
import { Button } from '../kit/index.ts'
import { useHasRole } from '../state/account.ts'
import { attempt } from '../state/errors.ts'
import { client, host } from '../state/host.ts'
import { useSynced } from '../sync/server.ts'
import { useViewer } from '../viewer/store.ts'
import { chooseFiles, chooseFolder } from './imports.ts'
import { useLibrary } from './store.ts'

export function FirstRun() {
  return useHasRole('member') ? <Invitation /> : <NothingYet />
}

/** For viewers, who can add nothing. */
function NothingYet() {
  const { t } = useTranslation('library')
  return (
    <div className="grid h-full place-items-center overflow-y-auto p-6 text-center">
      <div>
        <Picture />
        <h1 className="mt-4 text-2xl font-semibold">{t('nothingYet')}</h1>
        <p className="mx-auto mt-1 max-w-80 text-lg text-soft">{t('nothingYetBody')}</p>
      </div>
    </div>
  )
}

function Invitation() {
  const { t } = useTranslation('library')
  const [opening, setOpening] = useState(false)
  return (
    <div className="grid h-full place-items-center overflow-y-auto p-6">
      <div className="w-full max-w-[620px]">
        <section className="rounded-dialog border border-dashed border-line-strong px-6 py-10 text-center">
          <Picture />
          <h1 className="mt-4 text-2xl font-semibold">{t('dropHere')}</h1>
          <p className="mx-auto mt-1 max-w-80 text-lg text-soft">{t('dropHereBody')}</p>
          <div className="mt-6 flex flex-wrap items-center justify-center gap-2">
            <Button kind="primary" size="large" icon={<Plus size={16} />} onClick={chooseFiles}>
              {t('chooseFiles')}
            </Button>
            <Button size="large" icon={<Folder size={16} />} onClick={chooseFolder}>
              {t('chooseFolder')}
            </Button>
            {host.device && (
              <Button
                kind="quiet"
                size="large"
                loading={opening}
                onClick={() => {
                  setOpening(true)
                  attempt(openSample().finally(() => setOpening(false)))
                }}
              >
                {t('openSample')}
              </Button>
            )}
          </div>
        </section>
        {host.device && <Facts />}
      </div>
    </div>
  )
}

function Facts() {
  const { t } = useTranslation('library')
  const isSynced = useSynced() !== undefined
  return (
    <dl className="mt-6 grid grid-cols-3 gap-6 text-sm">
      {([isSynced ? 'shared' : 'private', 'offline', 'fits'] as const).map((fact) => (
        <div key={fact}>
          <dt className="font-semibold">{t(`${fact}Title`)}</dt>
          <dd className="text-muted">{t(`${fact}Body`)}</dd>
        </div>
      ))}
    </dl>
  )
}

async function openSample(): Promise<void> {
  const { document } = await client.device.files.addSample()
  useLibrary.getState().show([document])
  useChats.getState().startNew({})
  useViewer.getState().openDocument(document.id)
}

const Picture = () => (
  <svg width="140" height="104" viewBox="0 0 140 104" aria-hidden="true" className="mx-auto">
    <rect x="4" y="16" width="40" height="80" fill="var(--bg-sunken)" stroke="var(--line)" />
    <path d="M30 2h52l18 18v82H30Z" fill="var(--bg-raised)" stroke="var(--line-strong)" />
    <path d="M82 2v18h18" fill="none" stroke="var(--line-strong)" />
    <path
      d="M40 30h42M40 40h50M40 70h50M40 79h44M40 88h50"
      stroke="var(--line-strong)"
      strokeWidth="2"
      opacity=".6"
    />
    <rect x="36" y="47" width="58" height="16" rx="2" fill="var(--mark-current)" />
    <path d="M40 52h50M40 58h34" stroke="var(--mark-current-edge)" strokeWidth="2" />
    <path d="M94 55h18" stroke="var(--mark-current-edge)" strokeWidth="1.5" />
    <rect
      x="112"
      y="44"
      width="22"
      height="22"
      rx="5"
      fill="var(--mark-chip)"
      stroke="var(--mark-current-edge)"
    />
    <text x="123" y="60" textAnchor="middle" fontSize="14" fontWeight="600" fill="var(--mark-chip-fg)">
      1
    </text>
  </svg>
)
