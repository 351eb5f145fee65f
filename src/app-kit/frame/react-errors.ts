/** The production build of React names errors by number; these are the ones generated code runs into. Source: react.dev/errors. */
const texts: Record<string, string> = {
  31: 'Objects are not valid as a React child (found: %s). Show a field of the object instead.',
  130: 'A component is %s: check that it is exported and imported under the same name.',
  137: '%s must not have children.',
  152: 'A component returned nothing from render.',
  185: 'Endless update: a component sets state on every render (or in an effect without dependencies).',
  299: 'The app was mounted on something that is not a DOM element.',
  300: 'Fewer hooks than in the render before: a hook is called after an early return.',
  301: 'Endless update: a component sets state while it renders.',
  310: 'More hooks than in the render before: a hook is called after an early return or in a condition.',
  321: 'A hook was called outside a component.',
  482: 'A component is async, which the browser does not support.',
};

/** The message of an error in words a person can act on. */
export function readable(message: string): string {
  const match = /^Minified React error #(\d+);(?:.*?\?(\S*))?/.exec(message);
  if (!match) return message;
  const args = [...new URLSearchParams(match[2] ?? '').getAll('args[]')];
  const text = texts[match[1] ?? ''];
  return text ? text.replace(/%s/g, () => args.shift() ?? 'something') : `React error ${match[1]} ${args.join(', ')}`.trim();
}
