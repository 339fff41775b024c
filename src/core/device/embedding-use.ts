/** Which workspaces of the device search with a model, so that none loses it unasked. */
import { onnxSetting } from '../../contract/index.ts'
import type { DeviceStore } from './device-store.ts'
import type { DeviceWorkspace } from './workspaces.ts'

/** The first workspace whose search model is `name` of those that run on this computer. */
export const workspaceSearchingWith = (device: DeviceStore, name: string): DeviceWorkspace | undefined =>
  device.workspaces().find(({ id }) => device.settings(id).get()['embedding.model'] === onnxSetting(name))
