// `npm run bench -- <question> [options]`: each question is one file that prints its figures beside a reference of the same run.
const questions = ['start', 'first-app', 'builder', 'secrets', 'wall', 'audit', 'streams', 'crew'] as const;
const [question, ...options] = process.argv.slice(2);

if (!questions.some((known) => known === question)) {
  console.error(`Which question? Run: npm run bench -- ${questions.join(' | ')}`);
  process.exit(1);
}
const { run } = (await import(`./${question}.ts`)) as { run: (options: string[]) => Promise<void> };
await run(options);
