/** The command line: its commands and options. Each command's code is loaded only when it is called, to start quickly. */
import { readFileSync } from 'node:fs'
import { Command, CommanderError, InvalidArgumentError } from 'commander'
import type { GlobalOptions, Session } from './session.ts'
import type { Terminal } from './terminal.ts'

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string
}

const program = new Command('docuchat')
  .description('Question your PDFs on your own machine; every answer points at the passage on the page.')
  .version(version)
  .option('--data <dir>', 'where the data is (else DOCUCHAT_DATA, else the platform’s folder)')
  .option('--workspace <name>', 'the workspace to use (else the current one)')
  .option('--quiet', 'print results and failures only')
  .option('--verbose', 'print every step, and the causes of errors')
  .showHelpAfterError()
  .exitOverride()

program
  .command('add')
  .description('add PDFs, and every PDF in folders')
  .argument('<path...>', 'files or folders')
  .option('--password <password>', 'opens protected files')
  .option('--json', 'print a JSON line for each file added and each document settled')
  .action((paths, options) =>
    inSession('add', async (session) => (await import('./commands/add.ts')).add(session, paths, options)),
  )

program
  .command('list')
  .description('list the documents')
  .option('--json', 'print JSON')
  .action((options) =>
    inSession('list', async (session) => (await import('./commands/documents.ts')).list(session, options)),
  )

program
  .command('show')
  .description('show what is known of a document')
  .argument('<doc>', 'its name or id')
  .option('--json', 'print JSON')
  .action((name, options) =>
    inSession('show', async (session) =>
      (await import('./commands/documents.ts')).show(session, name, options),
    ),
  )

program
  .command('remove')
  .description('remove documents and their files')
  .argument('<doc...>', 'names or ids')
  .action((names) =>
    inSession('remove', async (session) => (await import('./commands/documents.ts')).remove(session, names)),
  )

program
  .command('retry')
  .description('try failed documents again, and go on with interrupted ones')
  .argument('[doc...]', 'names or ids; everything that is not ready without any')
  .option('--password <password>', 'opens protected files')
  .option('--json', 'print a JSON line for each document settled')
  .action((names, options) =>
    inSession('retry', async (session) =>
      (await import('./commands/documents.ts')).retry(session, names, options),
    ),
  )

program
  .command('search')
  .description('find passages, without a model')
  .argument('[query]', 'what to look for')
  .option('--document <name>', 'look in this document only (repeatable)', collect)
  .option('--limit <n>', 'how many results', count)
  .option('--input <file>', 'answer every line {"id","query","documents"?} of this JSONL file; - reads stdin')
  .option('--json', 'print JSON')
  .action((query, options) =>
    inSession('search', async (session) =>
      (await import('./commands/search.ts')).search(session, query, options),
    ),
  )

program
  .command('eval')
  .description('measure how well questions of your own find their pages')
  .argument('<questions.jsonl>', 'lines of {"question", "document", "pages", "answer"?}')
  .option('--html <file>', 'write a report with every question and pictures of the pages')
  .option('--json', 'print JSON')
  .action((path, options) =>
    inSession('eval', async (session) =>
      (await import('./commands/eval.ts')).evaluate(session, path, options),
    ),
  )

program
  .command('ask')
  .description('ask a question; the answer streams and points at its sources')
  .argument('<question...>', 'the question')
  .option('--file <path>', 'add this file or folder first, and look there only (repeatable)', collect)
  .option('--document <name>', 'look in this document only (repeatable)', collect)
  .option('--model <model>', 'a model on the workspace’s list, or “extractive”')
  .option('--chat <id>', 'go on with this chat')
  .option('--json', 'print each event of the answer as a JSON line')
  .action((words, options) =>
    inSession('ask', async (session) => {
      const { ask, requireQuestion } = await import('./commands/chat.ts')
      await ask(session, requireQuestion(words), options)
    }),
  )

program
  .command('chats')
  .description('list the chats')
  .option('--json', 'print JSON')
  .action((options) =>
    inSession('chats', async (session) => (await import('./commands/chat.ts')).chats(session, options)),
  )

program
  .command('chat')
  .description('show a chat')
  .command('show')
  .argument('<id>', 'its id')
  .option('--json', 'print JSON')
  .action((id, options) =>
    inSession('chat', async (session) => (await import('./commands/chat.ts')).showChat(session, id, options)),
  )

program
  .command('usage')
  .description('show the tokens spent in the last 24 hours and 7 days')
  .option('--json', 'print JSON')
  .action((options) =>
    inSession('usage', async (session) => (await import('./commands/chat.ts')).usage(session, options)),
  )

program
  .command('join')
  .description('sign in to an organisation’s server, and make a copy of its workspace the current one')
  .argument('<url>', 'of the server')
  .argument('<organisation>', 'its short name')
  .requiredOption('--email <email>', 'where the code is sent')
  .option('--code <code>', 'the six digits; asked for without it')
  .action((url, organisation, options) =>
    onDevice(async (device, terminal) => (await synced()).join(device, terminal, url, organisation, options)),
  )

program
  .command('sync')
  .description('bring the copy and its organisation together; DOCUCHAT_TOKEN signs in')
  .option('--watch', 'go on until interrupted')
  .option('--json', 'print each state as a JSON line')
  .action((options) => inSession('sync', async (session) => (await synced()).sync(session, options)))

const config = program.command('config').description('show and change settings')
config
  .command('get')
  .argument('[key]', 'a setting; all without it')
  .action((key) => inSession('config', async (session) => (await settings()).getConfig(session, key)))
config
  .command('set')
  .argument('<key>', 'a setting')
  .argument('<value>', 'text or JSON; null for none')
  .action((key, value) =>
    inSession('config', async (session) => (await settings()).setConfig(session, key, value)),
  )

const embedding = program
  .command('embedding')
  .description('search models of this device: download, import and remove them')
embedding
  .command('list')
  .description('list the models on offer and those that are here')
  .option('--json', 'print JSON')
  .action((options) => withModels(async (session) => (await embeddings()).listModels(session, options)))
embedding
  .command('download')
  .description('download a model once, or go on with it; HF_ENDPOINT names a mirror')
  .argument('<name>', 'a model of the list')
  .option('--json', 'print the progress as JSON lines')
  .action((name, options) =>
    withModels(async (session) => (await embeddings()).downloadModel(session, name, options)),
  )
embedding
  .command('import')
  .description('take a model from a folder with config.json, tokenizer.json and onnx/*.onnx')
  .argument('<folder>', 'where it lies')
  .option('--json', 'print JSON')
  .action((folder, options) =>
    withModels(async (session) => (await embeddings()).importModel(session, folder, options)),
  )
embedding
  .command('remove')
  .description('remove a model that no workspace uses')
  .argument('<name>', 'a model of the list')
  .action((name) => withModels(async (session) => (await embeddings()).removeModel(session, name)))

program
  .command('serve')
  .description('run the server for an organisation; the environment configures it, see .env.example')
  .option('--role <role>', 'api, worker or all (else ROLE, else all)')
  .action(async (options) => (await server()).serve(options))
program
  .command('migrate')
  .description('bring the server’s database up to date')
  .action(async () => (await server()).migrate())
program
  .command('tenant')
  .description('the server’s organisations')
  .command('create')
  .argument('<slug>', 'its short name: lower case, digits and hyphens')
  .requiredOption('--owner <email>', 'who can sign in first, as its owner')
  .option('--name <name>', 'as people read it (else the short name)')
  .action(async (slug, options) => (await server()).createTenant(slug, options))
program
  .command('user')
  .description('the server’s people')
  .command('invite')
  .argument('<email>')
  .requiredOption('--tenant <slug>', 'the organisation')
  .option('--role <role>', 'owner, admin, member or viewer', 'member')
  .action(async (email, options) => (await server()).inviteUser(email, options))

const workspace = program.command('workspace').description('list, make and choose workspaces')
workspace
  .command('list')
  .option('--json', 'print JSON')
  .action((options) =>
    onDevice(async (device, terminal) => (await settings()).listWorkspaces(device, terminal, options)),
  )
workspace
  .command('create')
  .argument('<name>')
  .action((name) =>
    onDevice(async (device, terminal) => (await settings()).createWorkspace(device, terminal, name)),
  )
workspace
  .command('use')
  .argument('<name>')
  .action((name) =>
    onDevice(async (device, terminal) => (await settings()).useWorkspace(device, terminal, name)),
  )
workspace
  .command('backups')
  .description('list the backups of the workspace, newest first')
  .action(() =>
    inDirectory(async (directory, terminal) => (await settings()).listWorkspaceBackups(directory, terminal)),
  )
workspace
  .command('restore')
  .description('put the workspace back to a backup; what it replaces is set aside')
  .argument('[backup]', 'its name; the newest without it')
  .action((name) =>
    inDirectory(async (directory, terminal) =>
      (await settings()).restoreWorkspace(directory, terminal, name),
    ),
  )

await run()

async function run(): Promise<void> {
  try {
    await program.parseAsync()
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : 2
      return
    }
    const { report } = await import('./report.ts')
    report(error, program.opts<GlobalOptions>())
  }
}

async function inSession(command: string, work: (session: Session) => Promise<unknown>): Promise<void> {
  const { withSession } = await import('./session.ts')
  await withSession(program.opts<GlobalOptions>(), command, work)
}

async function onDevice(work: Parameters<typeof import('./session.ts').withDevice<void>>[1]): Promise<void> {
  const { withDevice } = await import('./session.ts')
  await withDevice(program.opts<GlobalOptions>(), work)
}

async function withModels(
  work: Parameters<typeof import('./session.ts').withModels<void>>[1],
): Promise<void> {
  const session = await import('./session.ts')
  await session.withModels(program.opts<GlobalOptions>(), work)
}

/** On the folder of the workspace in use, which stays closed. */
async function inDirectory(work: (directory: string, terminal: Terminal) => Promise<void>): Promise<void> {
  const { chooseWorkspace, workspaceDirectory } = await import('./session.ts')
  const options = program.opts<GlobalOptions>()
  await onDevice((device, terminal) =>
    work(workspaceDirectory(options, chooseWorkspace(device, options.workspace)), terminal),
  )
}

function embeddings() {
  return import('./commands/embedding.ts')
}

function server() {
  return import('./commands/server.ts')
}

function synced() {
  return import('./commands/sync.ts')
}

function settings() {
  return import('./commands/settings.ts')
}

function collect(value: string, previous: string[] = []): string[] {
  return [...previous, value]
}

function count(value: string): number {
  const number = Number(value)
  if (!Number.isInteger(number) || number < 1 || number > 200)
    throw new InvalidArgumentError('A whole number from 1 to 200.')
  return number
}
