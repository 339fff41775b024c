/** Who answers the next question: the workspace's choice, or another for now. */
import { Check, ChevronDown, CircleAlert, Cpu, KeyRound, Quote } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { create } from 'zustand'
import type { ModelStatus } from '../../contract/index.ts'
import { Menu, type MenuItem } from '../kit/index.ts'
import { useApp } from '../state/app.ts'
import { client, host } from '../state/host.ts'
import { useSession } from '../state/session.ts'
import { useSettings } from '../state/settings.ts'
import { useChats } from './store.ts'

interface ModelsState {
  readonly models: readonly ModelStatus[]
  load(): Promise<void>
}

/** The models and whether they can be reached, as last asked. */
export const useModels = create<ModelsState>()((set) => ({
  models: [],
  // While they cannot be listed, quotes answer.
  load: () =>
    client.models.list().then(
      (models) => set({ models }),
      () => {},
    ),
}))

/** The one that the next question goes to; undefined until they were listed. */
export function useAnswering(): ModelStatus | undefined {
  const chosen = useChats((state) => state.model)
  const models = useModels((state) => state.models)
  if (chosen === null) return models.find(({ next }) => next)
  return chosen === 'extractive'
    ? models.find(({ source }) => source === 'extractive')
    : models.find((status) => status.models.includes(chosen) || status.model === chosen)
}

export function ModelPicker() {
  const { t } = useTranslation(['chat', 'common'])
  const { models, load } = useModels()
  const settings = useSettings((state) => state.settings)
  const loaded = useSession((session) => session.loaded)
  const chosen = useChats((state) => state.model)
  const setModel = useChats((state) => state.setModel)
  const show = useApp((app) => app.show)
  const answering = useAnswering()
  // biome-ignore lint/correctness/useExhaustiveDependencies: settings decide which models there are
  useEffect(() => {
    if (loaded) void load()
  }, [loaded, settings, load])

  const name =
    answering === undefined || answering.source === 'extractive'
      ? t('quotes')
      : (chosen ?? answering.model ?? t('quotes'))
  const items = models.flatMap((status): MenuItem[] =>
    status.source === 'extractive'
      ? [
          {
            label: t('quotes'),
            hint: t('alwaysReady'),
            icon: <Quote size={16} />,
            checked: answering?.source === 'extractive',
            starts: models.some((one) => one.source !== 'extractive' && offered(one).length > 0),
            run: () => setModel('extractive'),
          },
        ]
      : offered(status).map((model) => ({
          label: <bdi>{model}</bdi>,
          hint: t(`state_${status.state}`),
          icon: iconOf(status),
          checked: name === model,
          disabled: status.state !== 'ready',
          run: () => setModel(model),
        })),
  )
  return (
    <Menu
      trigger={
        <button
          type="button"
          id="model-picker"
          aria-label={t('modelLabel', { name })}
          className="flex h-7 min-w-0 items-center gap-1.5 rounded-control px-2 text-sm text-soft hover:bg-hover data-[state=open]:bg-active"
        >
          <Cpu size={16} />
          <bdi className="cut">{name}</bdi>
          <ChevronDown size={14} />
        </button>
      }
      items={[
        ...items,
        ...(host.device
          ? [
              {
                label: t('modelSettings'),
                icon: <Check size={16} className="invisible" />,
                starts: true,
                run: () => show({ name: 'settings', page: 'models' }),
              },
            ]
          : []),
      ]}
    />
  )
}

const offered = ({ models, model }: ModelStatus): readonly string[] =>
  model === null || models.includes(model) ? models : [model, ...models]

const iconOf = ({ state }: ModelStatus) =>
  state === 'needs_key' || state === 'key_refused' ? (
    <KeyRound size={16} />
  ) : state === 'unreachable' ? (
    <CircleAlert size={16} />
  ) : (
    <Cpu size={16} />
  )
