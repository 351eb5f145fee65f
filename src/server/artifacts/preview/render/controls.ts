import { isShown, nameOf } from './reading.ts';

const clickable = 'button, a, [role="button"], [role="tab"], [role="link"], [role="menuitem"], input[type="submit"], input[type="radio"]';
export const fieldSelector = 'input:not([type="hidden"]):not([type="submit"]):not([type="button"]):not([type="file"]), textarea, select, button[aria-haspopup="dialog"], button[data-dates-input]';

/** Buttons, tabs, links and the like below `scope` whose name fits. */
export function clickables(scope: ParentNode, name: RegExp): HTMLElement[] {
  return [...scope.querySelectorAll<HTMLElement>(clickable)].filter((element) => name.test(nameOf(element)) && isShown(element) && !isDisabled(element));
}

export function isDisabled(element: Element): boolean {
  return element.hasAttribute('disabled') || element.getAttribute('aria-disabled') === 'true' || element.hasAttribute('data-disabled');
}

/** A click as a person does it: pressed, released, clicked. */
export function click(element: HTMLElement): void {
  const view = element.ownerDocument.defaultView!;
  for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup']) {
    element.dispatchEvent(new view.MouseEvent(type, { bubbles: true, cancelable: true, button: 0 }));
  }
  element.focus?.();
  element.click();
}

/** Types into a field, past what React keeps of its value. */
export function type(field: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement, value: string): void {
  const view = field.ownerDocument.defaultView!;
  const prototype = field.tagName === 'TEXTAREA' ? view.HTMLTextAreaElement.prototype : field.tagName === 'SELECT' ? view.HTMLSelectElement.prototype : view.HTMLInputElement.prototype;
  field.focus();
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value);
  field.dispatchEvent(new view.Event('input', { bubbles: true }));
  field.dispatchEvent(new view.Event('change', { bubbles: true }));
}

export function leave(field: HTMLElement): void {
  field.blur();
}

export function press(element: HTMLElement, key: string): void {
  const view = element.ownerDocument.defaultView!;
  element.dispatchEvent(new view.KeyboardEvent('keydown', { key, code: key, bubbles: true, cancelable: true }));
}

/** Messages that say what is wrong with a form. */
export function complaints(scope: ParentNode): string[] {
  const marked = [...scope.querySelectorAll('[aria-invalid="true"]')].map((field) => {
    const described = (field.getAttribute('aria-describedby') ?? '').split(/\s+/).filter(Boolean)
      .map((id) => field.ownerDocument.getElementById(id)?.textContent ?? '').join(' ').trim();
    return `${nameOf(field)}: ${described || 'is not valid'}`;
  });
  const alerts = [...scope.querySelectorAll('[role="alert"], [class*="InputWrapper-error"], [data-error]:not(input):not(textarea):not(select)')]
    .filter(isShown).map((element) => (element.textContent ?? '').trim()).filter((text) => text !== '' && text.length < 200);
  const native = [...scope.querySelectorAll<HTMLInputElement>('input, textarea, select')].filter((field) => field.willValidate && !field.validity.valid)
    .map((field) => `${nameOf(field)}: is not valid`);
  return [...new Set([...marked, ...alerts, ...native])];
}
