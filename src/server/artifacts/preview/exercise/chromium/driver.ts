import type { ExerciseStep, TriedStep } from '#contract/exercise.ts';
import { headingsOf, nameOf, oneLine, textOf } from '../../render/reading.ts';
import { settled, until } from '../../render/settle.ts';
import { trySteps, type Hands } from '../steps.ts';

/** What the driver asks of the server, which has the mouse and the keyboard. */
export type Move = { id: number } & ({ move: 'click'; x: number; y: number } | { move: 'type'; text: string } | { move: 'key'; key: string });

type World = { ninefoldMove: (move: string) => void; ninefoldMoved: (id: number) => void; ninefoldDriver: Driver };
export type Driver = { trySteps: (steps: ExerciseStep[]) => Promise<TriedStep[]>; look: () => Promise<{ headings: string[]; text: string; isEmpty: boolean }> };

type Point = { x: number; y: number };
const stillMs = 32;
/**
 * Runs in Chromium, in a world of its own beside the app: same page, other
 * variables. It finds what a step means and asks for a real click or key.
 */
const world = globalThis as unknown as World;
const underWay = new Map<number, () => void>();
let lastId = 0;
world.ninefoldMoved = (id) => underWay.get(id)?.();

function move(what: { move: 'click'; x: number; y: number } | { move: 'type'; text: string } | { move: 'key'; key: string }): Promise<void> {
  const id = ++lastId;
  return new Promise((resolve) => {
    underWay.set(id, resolve);
    world.ninefoldMove(JSON.stringify({ id, ...what }));
  });
}

const hands: Hands = {
  seesStyles: true,
  click: async (element) => {
    let [point, before]: (Point | null)[] = [null, null];
    // Where it stays for a moment: what still moves would be missed.
    const isStill = () => {
      [before, point] = [point ?? null, pointOf(element)];
      return point !== null && before !== null && Math.abs(point.x - before.x) + Math.abs(point.y - before.y) < 0.5;
    };
    if (!(await until(isStill, 4000, stillMs))) throw new Error(`“${nameOf(element) || oneLine(element.textContent).slice(0, 60)}” cannot be reached with the mouse: something lies over it or it is off the screen`);
    await move({ move: 'click', ...(point as unknown as Point) });
  },
  type: async (field, value) => {
    if (field.tagName === 'SELECT') {
      field.value = value;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      field.dispatchEvent(new Event('change', { bubbles: true }));
      return;
    }
    field.scrollIntoView({ block: 'center' });
    field.focus();
    (field as HTMLInputElement).select();
    await move({ move: 'type', text: value });
    field.blur();
  },
  press: (key) => move({ move: 'key', key }),
};

/** Where a click reaches the element or its label; null while nothing of it can be hit. */
function pointOf(element: HTMLElement): Point | null {
  const targets = [element, ...('labels' in element ? [...((element as HTMLInputElement).labels ?? [])] : [])];
  for (const target of targets) {
    target.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    for (const box of target.getClientRects()) {
      if (box.width < 2 || box.height < 2) continue;
      const point = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      const hit = document.elementFromPoint(point.x, point.y);
      if (hit && (target.contains(hit) || hit.contains(target) && hit.closest('label, button, a') !== null || targets.some((one) => one.contains(hit)))) return point;
    }
  }
  return null;
}

world.ninefoldDriver = {
  trySteps: (steps) => trySteps(document, steps, hands),
  look: async () => {
    await settled(document);
    const text = textOf(document.body);
    return { headings: headingsOf(document), text, isEmpty: text === '' && document.querySelector('svg, canvas, img, input') === null };
  },
};
