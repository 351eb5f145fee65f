import { expect, test } from 'vitest';
import { treeOf } from './tree-of.ts';

test('paths become a tree with folders first', () => {
  expect(treeOf(['readme.md', 'src/main.tsx', 'src/loans/table.tsx', 'app.tsx'])).toEqual([
    { name: 'src', path: 'src', children: [
      { name: 'loans', path: 'src/loans', children: [{ name: 'table.tsx', path: 'src/loans/table.tsx' }] },
      { name: 'main.tsx', path: 'src/main.tsx' },
    ] },
    { name: 'app.tsx', path: 'app.tsx' },
    { name: 'readme.md', path: 'readme.md' },
  ]);
});
