/** What leaves this computer with the choices as they are. */
import { Download, FileText, MessageSquare, Search } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { BUILTIN_EMBEDDING, onnxName } from '../../contract/index.ts'
import { useModels } from '../chat/model-picker.tsx'
import { Button } from '../kit/index.ts'
import { useApp } from '../state/app.ts'
import { useSettings } from '../state/settings.ts'
import { useSynced } from '../sync/server.ts'
import { hostOf, isOnThisComputer } from './address.ts'
import { Card, Page, Row } from './parts.tsx'

export function PrivacyPage() {
  const { t } = useTranslation('settings')
  const synced = useSynced()
  return (
    <Page title={t('privacy')} intro={t('privacyIntro')}>
      <Card>
        <Row
          icon={<FileText size={16} />}
          title={t('staysTitle')}
          hint={synced ? t('staysSynced', { server: hostOf(synced.server.url) }) : t('stays')}
        />
        <Row icon={<MessageSquare size={16} />} title={t('answersTitle')} hint={useAnswersText()} />
        <Row icon={<Search size={16} />} title={t('searchTitle')} hint={useSearchText()} />
        <Row icon={<Download size={16} />} title={t('downloadsTitle')} hint={t('downloads')} />
      </Card>
      <Button
        className="self-start"
        onClick={() => useApp.getState().show({ name: 'settings', page: 'models' })}
      >
        {t('changeModels')}
      </Button>
    </Page>
  )
}

function useAnswersText(): string {
  const { t } = useTranslation('settings')
  const { models, load } = useModels()
  useEffect(() => void load(), [load])
  const next = models.find((model) => model.next)
  if (!next) return t('answersUnknown')
  if (next.source === 'extractive') return t('answersQuotes')
  return next.local ? t('answersLocal') : t('answersRemote', { host: next.host ?? '' })
}

function useSearchText(): string {
  const { t } = useTranslation('settings')
  const { 'embedding.model': model, 'embedding.endpoint': endpoint } = useSettings((state) => state.settings)
  if (model === null) return t('searchWords')
  if (model === BUILTIN_EMBEDDING || onnxName(model) !== undefined) return t('searchLocal')
  if (endpoint === null) return t('searchRemote', { host: 'OpenAI' })
  return isOnThisComputer(endpoint) ? t('searchLocal') : t('searchRemote', { host: hostOf(endpoint) })
}
