/** The names under which the preload script and the main process reach each other; {@link DesktopBridge} says what they do. */

export const channels = {
  connect: 'docuchat:connect',
  event: 'docuchat:event',
  grantFiles: 'docuchat:grant-files',
  chooseFiles: 'docuchat:choose-files',
  chooseFolder: 'docuchat:choose-folder',
  chooseModelFolder: 'docuchat:choose-model-folder',
  saveText: 'docuchat:save-text',
  savePdf: 'docuchat:save-pdf',
  saveBackup: 'docuchat:save-backup',
  restoreBackup: 'docuchat:restore-backup',
  showDataFolder: 'docuchat:show-data-folder',
  openExternal: 'docuchat:open-external',
  setAppearance: 'docuchat:set-appearance',
  restart: 'docuchat:restart',
} as const
