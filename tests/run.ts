import { startVitest, type TestModule } from 'vitest/node';

// `npm test`, `npm test -- tests/api`: runs the tests and ends with one line that counts them.
const vitest = await startVitest('test', process.argv.slice(2), { run: true, watch: false });
const modules = vitest.state.getTestModules();
const tests = modules.flatMap((module) => [...module.children.allTests()]);
const passed = tests.filter((test) => test.result().state === 'passed').length;
const failedTests = tests.filter((test) => test.result().state === 'failed').length;
// A file that does not load, an error outside any test and a set-up that fails are failures too, though no test is theirs.
const outside = modules.filter(failedOutsideTests).length + vitest.state.getUnhandledErrors().length;
const failed = failedTests + outside || (passed === 0 ? 1 : 0);
await vitest.close();
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

function failedOutsideTests(module: TestModule): boolean {
  return module.state() === 'failed' && ![...module.children.allTests()].some((test) => test.result().state === 'failed');
}
