import type { Reporter, TestModule } from 'vitest/node'

/** Ends a run with its counts on a plain line ("12 passed, 0 failed, 1 skipped"), for machines that read no colours. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(testModules: readonly TestModule[]): void {
    const tests = testModules.flatMap((module) => [...module.children.allTests()])
    const count = (state: 'passed' | 'failed' | 'skipped') =>
      tests.filter((test) => test.result().state === state).length
    console.log(`${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`)
  }
}
