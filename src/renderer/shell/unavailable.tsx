/** Why there is no workspace to show, and what to do about it. */
import { useTranslation } from 'react-i18next'
import { Button, Menu, Notice } from '../kit/index.ts'
import { sentenceOf } from '../state/errors.ts'
import { host } from '../state/host.ts'
import { useSession } from '../state/session.ts'
import { useSettings } from '../state/settings.ts'

/** Null when the workspace can be shown. */
export function Unavailable() {
  const { t } = useTranslation()
  const { connection, error } = useSession()
  const { workspaces, openWorkspace } = useSettings()
  if (connection === 'signed_out') {
    return (
      <Centered>
        <Notice tone="warn" title={t('signedOut')}>
          {t('signedOutBody')}
        </Notice>
      </Centered>
    )
  }
  if (connection === 'failed') {
    return (
      <Centered>
        <Notice
          tone="danger"
          title={t('disconnected')}
          actions={
            <Button kind="primary" onClick={() => host.restart()}>
              {t('restart')}
            </Button>
          }
        >
          {t('disconnectedBody')}
        </Notice>
      </Centered>
    )
  }
  if (!error) return null
  const others = workspaces.filter(({ current }) => !current)
  return (
    <Centered>
      <Notice
        tone="danger"
        title={t('cannotOpen')}
        actions={
          <>
            <Button kind="primary" onClick={() => host.restart()}>
              {t('tryAgain')}
            </Button>
            {others.length > 0 && (
              <Menu
                trigger={<Button>{t('openAnother')}</Button>}
                items={others.map(({ id, name }) => ({ label: name, run: () => openWorkspace(id) }))}
              />
            )}
          </>
        }
      >
        <span>{sentenceOf(error)}</span>
      </Notice>
    </Centered>
  )
}

const Centered = ({ children }: { readonly children: React.ReactNode }) => (
  <main className="grid min-h-0 place-items-center overflow-auto p-6">
    <div className="w-full max-w-lg">{children}</div>
  </main>
)
