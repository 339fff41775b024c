/** How the window looks. */
import { useTranslation } from 'react-i18next'
import { useSettings } from '../state/settings.ts'
import { Card, Page, Row, Segments } from './parts.tsx'

export function AppearancePage() {
  const { t } = useTranslation('settings')
  const { settings, change } = useSettings()
  return (
    <Page title={t('appearance')}>
      <Card>
        <Row title={t('theme')}>
          <Segments
            label={t('theme')}
            value={settings.theme}
            options={(['system', 'light', 'dark'] as const).map((value) => ({
              value,
              label: t(`theme_${value}`),
            }))}
            onChange={(theme) => change({ theme })}
          />
        </Row>
        <Row title={t('density')} hint={t('densityHint')}>
          <Segments
            label={t('density')}
            value={settings.density}
            options={(['compact', 'comfortable'] as const).map((value) => ({
              value,
              label: t(`density_${value}`),
            }))}
            onChange={(density) => change({ density })}
          />
        </Row>
      </Card>
    </Page>
  )
}
