/** Hues in degrees of what people call a colour; Mantine's names included. */
const hues: Record<string, number[]> = {
  red: [0], orange: [27], yellow: [45, 55], amber: [40], lime: [85], green: [131, 120], teal: [162], cyan: [188], blue: [208, 225], indigo: [228],
  violet: [255], purple: [270, 289], grape: [289], pink: [339],
};
const tolerance = 20;

const properties = ['color', 'background-color', 'border-left-color', 'border-top-color', 'box-shadow', 'outline-color', 'fill'] as const;
const edge = 'tr, li, [role="row"], [draggable], article, section, [role="dialog"], figure';

/**
 * Whether an element, what is in it, or the row or card around it is drawn in a colour;
 * null when nothing in here tells, because style sheets were not loaded.
 */
export function isColoured(element: Element, colour: string, hasStyles: boolean): boolean | null {
  const name = colour.trim().toLowerCase();
  const around: Element[] = [element, ...element.querySelectorAll('*')];
  for (let at = element.parentElement, n = 0; at && n < 6; at = at.parentElement, n++) {
    around.push(at);
    if (at.matches(edge)) break;
  }
  // A badge or icon beside the text in the same row or card counts: that is how most apps mark a record.
  const card = around.find((one) => one.matches(edge));
  if (card) around.push(...card.querySelectorAll('svg, [class*="badge" i], [class*="Badge"]'));
  if (around.some((one) => namesColour(one, name))) return true;
  if (!hasStyles) return null;
  const view = element.ownerDocument.defaultView!;
  return around.some((one) => {
    const style = view.getComputedStyle(one);
    return properties.some((property) => coloursIn(style.getPropertyValue(property)).some((rgb) => isNamed(rgb, name)));
  });
}

/** By the names of the theme's colours in inline styles: they are there with or without style sheets. */
function namesColour(element: Element, name: string): boolean {
  const style = element.getAttribute('style') ?? '';
  return new RegExp(`color-${name}[-\\d)]|:\\s*${name}\\b`, 'i').test(style) || fitsAny(style, name) || (element.getAttribute('stroke') ?? element.getAttribute('fill') ?? '').includes(`color-${name}`);
}

function fitsAny(style: string, name: string): boolean {
  return coloursIn(style).some((rgb) => isNamed(rgb, name));
}

/** All colours of a CSS value as red, green, blue 0–255; what cannot be seen through is all that counts. */
function coloursIn(value: string): [number, number, number][] {
  const found: [number, number, number][] = [];
  for (const [, r, g, b, a] of value.matchAll(/rgba?\(\s*([\d.]+)[\s,]+([\d.]+)[\s,]+([\d.]+)(?:[\s,/]+([\d.]+))?\s*\)/g)) if (a === undefined || Number(a) > 0.03) found.push([Number(r), Number(g), Number(b)]);
  for (const [, r, g, b, a] of value.matchAll(/color\(srgb ([\d.e-]+) ([\d.e-]+) ([\d.e-]+)(?: \/ ([\d.e-]+))?\)/g)) if (a === undefined || Number(a) > 0.03) found.push([Number(r) * 255, Number(g) * 255, Number(b) * 255]);
  for (const [, hex = ''] of value.matchAll(/#([0-9a-f]{6})\b/gi)) found.push([0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16)) as [number, number, number]);
  return found;
}

function isNamed([r, g, b]: [number, number, number], name: string): boolean {
  const [max, min] = [Math.max(r, g, b), Math.min(r, g, b)];
  const saturation = max === min ? 0 : (max - min) / (255 - Math.abs(max + min - 255));
  if (name === 'gray' || name === 'grey') return saturation < 0.15;
  if (name === 'black') return max < 50;
  if (name === 'white') return min > 235;
  if (saturation < 0.2) return false;
  const d = max - min;
  const hue = ((max === r ? ((g - b) / d) % 6 : max === g ? (b - r) / d + 2 : (r - g) / d + 4) * 60 + 360) % 360;
  return (hues[name] ?? []).some((wanted) => Math.min(Math.abs(hue - wanted), 360 - Math.abs(hue - wanted)) <= tolerance);
}
