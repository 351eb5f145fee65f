import { expect, test } from 'vitest';
import { layOut } from './diagram-layout.ts';

const entity = (name: string) => ({ name, fields: ['title', 'note'] });

test('what others belong to stands left of them', () => {
  const { boxes } = layOut([entity('deals'), entity('companies')], [{ from: 'deals', to: 'companies', label: 'belongs to' }]);
  const at = new Map(boxes.map((box) => [box.name, box.x]));
  expect(at.get('companies')).toBeLessThan(at.get('deals') ?? 0);
});

test('boxes never overlap and lie inside the picture', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const { boxes, width, height } = layOut(names.map(entity), [{ from: 'a', to: 'b', label: '' }, { from: 'c', to: 'b', label: '' }, { from: 'b', to: 'd', label: '' }]);
  for (const one of boxes) {
    expect(one.x + one.width).toBeLessThanOrEqual(width);
    expect(one.y + one.height).toBeLessThanOrEqual(height);
    for (const other of boxes) {
      if (one === other) continue;
      const apart = one.x + one.width <= other.x || other.x + other.width <= one.x || one.y + one.height <= other.y || other.y + other.height <= one.y;
      expect(apart).toBe(true);
    }
  }
});

test('relations in a circle, to itself or to nothing do no harm', () => {
  const { lines, boxes } = layOut([entity('a'), entity('b')], [
    { from: 'a', to: 'b', label: 'x' }, { from: 'b', to: 'a', label: 'y' }, { from: 'a', to: 'a', label: 'z' }, { from: 'a', to: 'gone', label: 'w' },
  ]);
  expect(boxes).toHaveLength(2);
  expect(lines.map(({ label }) => label)).toEqual(['x', 'y', 'z']);
});
