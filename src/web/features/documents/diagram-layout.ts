export type Entity = { name: string; fields: string[] };
export type Relation = { from: string; to: string; label: string };
export type Box = Entity & { x: number; y: number; width: number; height: number };
export type Line = Relation & { path: string; labelX: number; labelY: number };
export type Layout = { width: number; height: number; boxes: Box[]; lines: Line[] };

const width = 190;
const headHeight = 34;
const rowHeight = 21;
const gapX = 96;
const gapY = 40;
const pad = 12;

/**
 * Boxes in columns: what others belong to stands left of what belongs to it.
 * Depth comes from the relations; a circle of relations stops at its second visit.
 */
export function layOut(entities: Entity[], relations: Relation[]): Layout {
  const known = new Map(entities.map((entity) => [entity.name, entity]));
  const links = relations.filter(({ from, to }) => known.has(from) && known.has(to));
  const depthOf = (name: string, seen: Set<string>): number => {
    if (seen.has(name)) return 0;
    const targets = links.filter(({ from, to }) => from === name && to !== name);
    return targets.length === 0 ? 0 : 1 + Math.max(...targets.map(({ to }) => depthOf(to, new Set([...seen, name]))));
  };
  const columns: Entity[][] = [];
  for (const entity of entities) (columns[Math.min(3, depthOf(entity.name, new Set()))] ??= []).push(entity);

  const boxes: Box[] = [];
  columns.filter((column) => column !== undefined).forEach((column, index) => {
    let y = pad;
    for (const entity of column) {
      const height = headHeight + rowHeight * entity.fields.length + 10;
      boxes.push({ ...entity, x: pad + index * (width + gapX), y, width, height });
      y += height + gapY;
    }
  });
  const at = new Map(boxes.map((box) => [box.name, box]));
  return {
    width: Math.max(0, ...boxes.map(({ x }) => x + width)) + pad,
    height: Math.max(0, ...boxes.map(({ y, height }) => y + height)) + pad,
    boxes,
    lines: links.flatMap((link) => {
      const from = at.get(link.from);
      const to = at.get(link.to);
      return from && to ? [lineBetween(link, from, to)] : [];
    }),
  };
}

function lineBetween(link: Relation, from: Box, to: Box): Line {
  const y1 = from.y + headHeight / 2;
  const y2 = to.y + headHeight / 2;
  if (from.x === to.x) {
    const x = from.x + from.width;
    return { ...link, path: `M ${x} ${y1} C ${x + 44} ${y1}, ${x + 44} ${y2 + 8}, ${x} ${y2 + 8}`, labelX: x + 38, labelY: (y1 + y2) / 2 };
  }
  const isLeftwards = to.x < from.x;
  const x1 = isLeftwards ? from.x : from.x + from.width;
  const x2 = isLeftwards ? to.x + to.width : to.x;
  const middle = (x1 + x2) / 2;
  return { ...link, path: `M ${x1} ${y1} C ${middle} ${y1}, ${middle} ${y2}, ${x2} ${y2}`, labelX: middle, labelY: (y1 + y2) / 2 - 7 };
}
