// Mantine's palette, shade 7: what charts and marks are drawn with.
const shades: Record<string, string> = {
  dark: '#2e2e2e', gray: '#495057', red: '#f03e3e', pink: '#d6336c', grape: '#ae3ec9', violet: '#7048e8', indigo: '#4263eb',
  blue: '#1c7ed6', cyan: '#1098ad', teal: '#0ca678', green: '#37b24d', lime: '#74b816', yellow: '#f59f00', orange: '#f76707',
};

/** The CSS colour of a name of Mantine's palette. */
export function hexOf(color: string): string {
  return shades[color] ?? shades['indigo']!;
}
