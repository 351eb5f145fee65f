const blocks = /^(P|DIV|LI|TR|H[1-6]|SECTION|HEADER|FOOTER|MAIN|NAV|FORM|UL|OL|TABLE|BUTTON|LABEL|FIELDSET|ARTICLE|ASIDE|DT|DD|OPTION|text)$/;
const silent = /^(SCRIPT|STYLE|TEMPLATE|NOSCRIPT|TITLE)$/;

/** The text a person reads, a line a block, cells apart; what is hidden is left out. */
export function textOf(element: Element): string {
  const parts: string[] = [];
  read(element, parts);
  return parts.join('').replace(/[ \t ]+/g, ' ').replace(/ ?\n[\n ]*/g, '\n').trim();
}

function read(node: Node, parts: string[]): void {
  if (node.nodeType === 3) { parts.push(node.nodeValue ?? ''); return; }
  if (node.nodeType !== 1) return;
  const element = node as Element;
  if (silent.test(element.tagName) || isHidden(element)) return;
  if (element.tagName === 'TR') {
    const cells = [...element.children].filter((cell) => !isHidden(cell)).map((cell) => oneLine(textOf(cell)));
    parts.push('\n', cells.join(' | '), '\n');
    return;
  }
  const isBlock = blocks.test(element.tagName);
  if (isBlock) parts.push('\n');
  for (const child of element.childNodes) read(child, parts);
  if (isBlock) parts.push('\n');
}

/** Hidden by attribute or inline style, and by style sheets where they are loaded. */
export function isHidden(element: Element): boolean {
  if (element.getAttribute('aria-hidden') === 'true') return true;
  if (hasLayout(element)) return !element.checkVisibility({ visibilityProperty: true });
  const style = element.getAttribute('style') ?? '';
  return element.hasAttribute('hidden') || /(?:^|;)\s*(?:display:\s*none|visibility:\s*hidden)/.test(style);
}

/** Whether neither the element nor anything around it is hidden. */
export function isShown(element: Element): boolean {
  if (hasLayout(element)) return element.checkVisibility({ visibilityProperty: true }) && !element.closest('[aria-hidden="true"]');
  for (let at: Element | null = element; at; at = at.parentElement) if (isHidden(at)) return false;
  return true;
}

/** A real browser says what it shows; the page without a screen has no such function. */
function hasLayout(element: Element): boolean {
  return typeof element.checkVisibility === 'function';
}

export function headingsOf(document: Document): string[] {
  return [...document.querySelectorAll('h1, h2, h3, h4, [role="heading"]')].filter(isShown).map((heading) => oneLine(heading.textContent)).filter(Boolean);
}

/** An element's name as assistive technology says it. */
export function nameOf(element: Element): string {
  const labelled = (element.getAttribute('aria-labelledby') ?? '').split(/\s+/).filter(Boolean)
    .map((id) => element.ownerDocument.getElementById(id)?.textContent ?? '').join(' ');
  const labels = 'labels' in element ? [...((element as HTMLInputElement).labels ?? [])].map((label) => label.textContent ?? '').join(' ') : '';
  const name = element.getAttribute('aria-label') || labelled.trim() || labels.trim() || (isField(element) ? element.getAttribute('placeholder') : element.textContent) || element.getAttribute('title') || '';
  return oneLine(name).replace(/\s*\*$/, '');
}

function isField(element: Element): boolean {
  return /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);
}

export function oneLine(text: string | null): string {
  return (text ?? '').replace(/\s+/g, ' ').trim();
}
