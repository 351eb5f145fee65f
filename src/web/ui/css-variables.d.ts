import 'react';

declare module 'react' {
  // Lets a component hand values such as `--hue` to its style sheet.
  interface CSSProperties {
    [name: `--${string}`]: string | number | undefined;
  }
}
