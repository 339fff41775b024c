/** Installers for macOS, Windows and Linux: `npm run package` makes those of the machine it runs on. */
import type { Configuration } from 'electron-builder'

/** Where installed apps look for updates; built without it, they look nowhere. */
const updateUrl = process.env.DOCUCHAT_UPDATE_URL

const configuration: Configuration = {
  appId: 'app.docuchat.desktop',
  productName: 'DocuChat',
  copyright: 'DocuChat contributors',
  directories: { buildResources: 'resources/icons', output: 'out/installers' },
  // What the window needs is inside its bundle; of node_modules only `dependencies` are taken along.
  files: [
    'out/**/*',
    '!out/installers{,/**/*}',
    '!**/*.map',
    'resources/models/*.bin',
    'resources/sample-report.pdf',
    'resources/workspace-template/**/*',
    'package.json',
    // The runtime of search models comes for every platform, and once more for browsers: only the installer's own is taken along.
    `!node_modules/onnxruntime-node/bin/napi-v*/!(${process.platform})/**/*`,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: electron-builder puts the installer's architecture there
    '!node_modules/onnxruntime-node/bin/napi-v*/*/!(${arch})/**/*',
    '!node_modules/onnxruntime-web/**/*',
    // Of transformers.js, Node loads one bundle.
    '!node_modules/@huggingface/transformers/dist/!(transformers.node.mjs)',
  ],
  asar: true,
  // Native code cannot be loaded out of an archive, nor the libraries beside it; PGlite's data directory is copied file by file.
  asarUnpack: [
    '**/*.node',
    'node_modules/better-sqlite3/**/*',
    'node_modules/onnxruntime-node/bin/**/*',
    'node_modules/@img/**/*',
    'resources/workspace-template/**/*',
  ],
  // better-sqlite3 brings N-API binaries, which Electron loads as they are.
  npmRebuild: false,
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  },
  fileAssociations: [
    // One of the programs that open PDFs, never the one that takes them over.
    { ext: 'pdf', name: 'PDF document', role: 'Viewer', rank: 'Alternate', mimeType: 'application/pdf' },
  ],
  protocols: [{ name: 'DocuChat link', schemes: ['docuchat'] }],
  mac: {
    category: 'public.app-category.business',
    target: ['dmg', 'zip'],
    icon: 'resources/icons/icon.icns',
    hardenedRuntime: true,
    gatekeeperAssess: false,
    entitlements: 'resources/icons/entitlements.mac.plist',
    entitlementsInherit: 'resources/icons/entitlements.mac.plist',
  },
  win: { target: ['nsis'], icon: 'resources/icons/icon.ico' },
  nsis: { oneClick: false, perMachine: false, deleteAppDataOnUninstall: false },
  linux: {
    target: ['AppImage', 'deb'],
    icon: 'resources/icons/png',
    category: 'Office',
    synopsis: 'Question your PDFs on your own machine',
    maintainer: 'DocuChat contributors',
  },
  publish: updateUrl === undefined ? null : { provider: 'generic', url: updateUrl },
}

export default configuration
