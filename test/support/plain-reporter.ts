import type { Reporter, TestModule } from 'vitest/node';

/**
 * Ends every run with one plain line, `N passed, N failed`, that any CI can read. A skip is told; in CI, where every
 * program is installed, it is a failure.
 */
export default class PlainReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    let passed = 0;
    let failed = unhandled.length;
    const skipped: string[] = [];
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      if (module.state() === 'failed' && tests.length === 0) failed += 1;
      for (const test of tests) {
        const { state } = test.result();
        if (state === 'passed') passed += 1;
        else if (state === 'failed') failed += 1;
        else skipped.push(`${module.relativeModuleId}: ${test.fullName}`);
      }
    }
    const strict = (process.env['CI'] ?? '') !== '';
    if (strict && skipped.length > 0) {
      process.stdout.write(`\nSkipped, which CI does not allow:\n${skipped.map((name) => `  ${name}\n`).join('')}`);
      process.exitCode = 1;
      failed += skipped.length;
    }
    const told = skipped.length > 0 && !strict ? `, ${skipped.length} skipped` : '';
    process.stdout.write(`\n${passed} passed, ${failed} failed${told}\n`);
  }
}
